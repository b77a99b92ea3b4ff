// Threads of a model, unfolded: each call is replaced by the function that it calls, and what is known before any step is
// taken is put in (the role, the configuration, the address of the only page). It is known by sets of values, which are
// followed through all threads and the words between them until nothing is added any more.

import { COMPARISONS } from '../../front-end/compute-i32.js';
import { type Instruction, type Program, ProgramError } from '../../printers/model/instructions.js';
import { FULL } from '../../runtime/order.js';
import { canWrite } from '../program/access.js';
import { HOLDING, type ProtocolCall, protocolFunctions } from '../program/holding.js';
import type { ThreadStart } from '../program/interpreter.js';
import { type Env, folded, has, joined, note, refined } from './knowledge.js';
import type { SharedValues } from './shared-values.js';
import { constant, type Draft, type Expression, type Statement, type Unfolded, type Variable } from './statements.js';
import { mayTrap } from './values.js';

/** So many places in the code of a thread: a page of it has about 50. */
const MOST_PLACES = 20_000;

/** @throws ProgramError for a function that calls itself, and for what is too large */
export function unfold(program: Program, shared: SharedValues, starts: readonly ThreadStart[]): Unfolded[] {
  const threads = starts.map((start) => new Thread(program, shared, start));
  for (let known = -1; known !== shared.version; ) {
    known = shared.version;
    for (const thread of threads) thread.follow();
  }
  return threads.map((thread) => thread.unfolded());
}

/** An activation of a function, by the calls that lead to it. */
interface Frame {
  readonly functionIndex: number;
  readonly caller: { readonly frame: Frame; readonly pc: number; readonly to: number } | undefined;
  /** The variable of its first register. */
  readonly base: number;
  /** The places of the calls that lead to it, outermost first, as characters: paths are in the order of the code. */
  readonly path: string;
  /** The call of the protocol that it is within, and the function that is called. */
  readonly call: Call | undefined;
  readonly callees: Map<number, Frame>;
}

/** Variables of a call of the protocol: its arguments, and whether it has accessed memory. */
interface Call {
  readonly name: ProtocolCall['name'];
  readonly outermost: number;
  readonly word: number;
  readonly references: number;
  readonly accessed: number;
}

interface Node {
  readonly frame: Frame;
  readonly pc: number;
  /** The places of the calls that lead to it, and its own. */
  readonly path: string;
  env: Env;
  statements: Draft[];
  next: Node[];
}

interface Exit {
  readonly frame: Frame;
  readonly pc: number;
  readonly env: Env;
}

class Thread {
  readonly #nodes = new Map<Frame, Node[]>();
  readonly #variables: Variable[] = [];
  readonly #protocol: ReturnType<typeof protocolFunctions>;
  readonly #first: Node;
  readonly #open = new Set<Node>();
  /** Places at which a word is read. */
  readonly #reading = new Set<Node>();
  #places = 0;

  constructor(
    private readonly program: Program,
    private readonly shared: SharedValues,
    { functionIndex, inputs, globals }: ThreadStart,
  ) {
    this.#protocol = protocolFunctions(program);
    const env: Env = new Map();
    for (const [index, { name }] of program.globals.entries()) {
      this.#declare(name, globals[index]);
      env.set(index, { values: [globals[index] ?? 0] });
    }
    const frame = this.#frame(functionIndex, undefined, '');
    for (const [index, value] of inputs.entries()) env.set(frame.base + index, { values: [value] });
    for (const [index, value] of inputs.entries()) {
      this.#variables[frame.base + index] = { name: this.#nameOf(functionIndex, index), initial: value };
    }
    this.#first = this.#enter({ frame, pc: 0, env });
  }

  /** Follows what may be known at each place, with what words may have by now. */
  follow(): void {
    for (const node of this.#reading) this.#open.add(node);
    while (this.#open.size > 0) {
      // The first one in the order of the code: what leads to a place is visited before it.
      const node = [...this.#open].reduce((first, other) => (other.path < first.path ? other : first));
      this.#open.delete(node);
      this.#visit(node);
    }
  }

  unfolded(): Unfolded {
    const begin: Statement = { op: 'begin', next: [1], position: 0 };
    const nodes = [...this.#nodes.values()].flatMap((of) => of.filter((node) => node !== undefined));
    nodes.sort((left, right) => (left.path < right.path ? -1 : 1));
    const entries = new Map<Node, number>();
    let length = 1;
    for (const node of nodes) {
      entries.set(node, length);
      length += node.statements.length;
    }
    const code = nodes.flatMap((node) => {
      const at = entries.get(node) as number;
      const position = this.#function(node.frame.functionIndex).positions?.[node.pc] ?? 0;
      return node.statements.map((statement, index): Statement => {
        const last = index === node.statements.length - 1;
        const next = last ? node.next.map((one) => entries.get(one) as number) : [at + index + 1];
        return { ...statement, next, position } as Statement;
      });
    });
    if (entries.get(this.#first) !== 1) throw new Error('a thread begins behind its first statement');
    return { code: [begin, ...code], variables: this.#variables };
  }

  #declare(name: string | undefined, initial = 0): number {
    return this.#variables.push({ name, initial }) - 1;
  }

  #function(functionIndex: number): Program['functions'][number] {
    return this.program.functions[functionIndex] as Program['functions'][number];
  }

  #nameOf(functionIndex: number, register: number): string | undefined {
    return this.#function(functionIndex).names?.[register] ?? undefined;
  }

  #frame(functionIndex: number, caller: Frame['caller'], path: string): Frame {
    const { registers, name } = this.#function(functionIndex);
    for (let outer = caller; outer; outer = outer.frame.caller) {
      if (outer.frame.functionIndex !== functionIndex) continue;
      throw new ProgramError(`${name}() calls itself, which is not printed`, [{ function: name, position: 0 }]);
    }
    const base = this.#variables.length;
    for (let register = 0; register < registers; register++) this.#declare(this.#nameOf(functionIndex, register));
    const entered = caller?.frame.call ? undefined : this.#protocol.get(functionIndex);
    const call = entered && {
      name: entered,
      outermost: functionIndex,
      word: this.#declare('held'),
      references: this.#declare('references'),
      accessed: this.#declare('accessed'),
    };
    return { functionIndex, caller, base, path, call: call ?? caller?.frame.call, callees: new Map() };
  }

  /** Adds what is known at a place, and visits it again if that is more than before. */
  #enter({ frame, pc, env }: Exit): Node {
    const nodes = this.#nodes.get(frame) ?? [];
    this.#nodes.set(frame, nodes);
    const known = nodes[pc];
    if (known) {
      if (joined(known.env, env)) this.#open.add(known);
      return known;
    }
    if (++this.#places > MOST_PLACES) throw new ProgramError(`a thread has more than ${MOST_PLACES} places`);
    const node: Node = { frame, pc, path: pathOf(frame, pc), env, statements: [], next: [] };
    nodes[pc] = node;
    this.#open.add(node);
    return node;
  }

  #visit(node: Node): void {
    const { frame, pc } = node;
    const env: Env = new Map(node.env);
    const statements: Draft[] = [];
    const add = (statement: Draft): void => {
      if (statement.op === 'assign' && has(env, statement.to, statement.value)) return;
      statements.push(statement);
      if (statement.op === 'assign') this.#name(statement);
      this.shared.apply(env, statement);
    };
    const instruction = this.#instruction(frame, pc);
    if (['access', 'observe', 'peek'].includes(instruction.op)) this.#reading.add(node);
    const exits = this.#translate(instruction, { frame, pc, env }, add);
    if (statements.length === 0) statements.push({ op: 'nothing' });
    node.statements = statements;
    node.next = exits.map((exit) => this.#enter(exit));
  }

  #instruction({ functionIndex }: Frame, pc: number): Instruction {
    return this.#function(functionIndex).code[pc] as Instruction;
  }

  /** Adds the statements that the instruction is, and returns the places that may follow. */
  #translate(instruction: Instruction, at: Exit, add: (statement: Draft) => void): Exit[] {
    const { frame, pc, env } = at;
    const next: Exit = { frame, pc: pc + 1, env };
    const variable = (register: number): number => frame.base + register;
    const read = (register: number): Expression => folded(env, variable(register));
    const assign = (to: number, value: Expression): void => add({ op: 'assign', to, value });
    const copy = (to: number, from: number): void => {
      assign(to, folded(env, from));
      note(env, to, { alias: from, test: env.get(from)?.test });
    };
    switch (instruction.op) {
      case 'constant':
        assign(variable(instruction.to), constant(instruction.value));
        return [next];
      case 'copy':
        copy(variable(instruction.to), variable(instruction.from));
        return [next];
      case 'unary': {
        const { operator } = instruction;
        const operand = variable(instruction.from);
        assign(variable(instruction.to), { kind: 'unary', operator, operand: read(instruction.from) });
        if (operator === '!')
          note(env, variable(instruction.to), { test: { variable: operand, operator: '===', value: 0 } });
        return [next];
      }
      case 'binary': {
        const { operator, to } = instruction;
        const [left, right] = [read(instruction.left), read(instruction.right)];
        if (mayTrap(operator, this.shared.valuesOf(env, right))) {
          throw new ProgramError('a division that may have no result is not printed', [this.#placeOf(at)]);
        }
        const tested = variable(instruction.left);
        assign(variable(to), { kind: 'binary', operator, left, right });
        if (COMPARISONS.has(operator) && right.kind === 'constant') {
          note(env, variable(to), { test: { variable: tested, operator, value: right.value } });
        }
        return [next];
      }
      case 'jump':
        return [{ ...next, pc: instruction.target }];
      case 'jumpIfZero': {
        const register = variable(instruction.condition);
        const ways = [
          { ...next, env: refined(env, register, true) },
          { ...next, pc: instruction.target, env: refined(env, register, false) },
        ].flatMap(({ env: refinedEnv, ...way }) => (refinedEnv ? [{ ...way, env: refinedEnv }] : []));
        if (ways.length > 1) add({ op: 'branch', condition: read(instruction.condition) });
        return ways;
      }
      case 'readGlobal':
        copy(variable(instruction.to), instruction.global);
        return [next];
      case 'writeGlobal':
        copy(instruction.global, variable(instruction.from));
        return [next];
      case 'call':
        return [this.#called(instruction, at, add)];
      case 'return':
        return this.#returned(variable(instruction.from), at, add);
      case 'peek':
      case 'observe':
        assign(variable(instruction.to), this.shared.wordAt(env, read(instruction.address)));
        return [next];
      case 'access':
        this.#accessed(instruction, at, add);
        return [next];
      case 'fence':
        add({ op: 'fence' });
        return [next];
      case 'choose':
        add({ op: 'choose', to: variable(instruction.to), outcomes: read(instruction.outcomes) });
        return [next];
      case 'violation': {
        const counter = read(instruction.inputs[0] as number);
        add({ op: 'violation', counter, counters: this.shared.valuesOf(env, counter) });
        return [next];
      }
      case 'finish': {
        const [page = 0, ...inputs] = instruction.inputs;
        const [number = 0] = this.shared.valuesOf(env, read(page)) ?? [];
        add({ op: 'judge', page: number, inputs: inputs.map(read) });
        return [next];
      }
      case 'poke':
        throw new ProgramError('memory is written by poke() during the run', [this.#placeOf(at)]);
    }
  }

  #placeOf({ frame, pc }: Exit): { function: string; position: number } {
    const { name, positions } = this.#function(frame.functionIndex);
    return { function: name, position: positions?.[pc] ?? 0 };
  }

  #called({ callee, inputs, to }: Instruction & { op: 'call' }, at: Exit, add: (statement: Draft) => void): Exit {
    const { frame, pc, env } = at;
    const made = frame.callees.get(pc) ?? this.#frame(callee, { frame, pc, to: frame.base + to }, pathOf(frame, pc));
    frame.callees.set(pc, made);
    for (const [index, input] of inputs.entries()) {
      add({ op: 'assign', to: made.base + index, value: folded(env, frame.base + input) });
      note(env, made.base + index, { alias: frame.base + input });
    }
    const { call } = made;
    if (call && call !== frame.call) {
      // As protocolCall() has it: the second argument, which only some functions have.
      const many = inputs.length > 1 ? folded(env, made.base + 1) : constant(1);
      add({ op: 'assign', to: call.word, value: folded(env, made.base) });
      add({ op: 'assign', to: call.references, value: many });
      add({ op: 'assign', to: call.accessed, value: constant(0) });
    }
    return { frame: made, pc: 0, env };
  }

  #returned(from: number, at: Exit, add: (statement: Draft) => void): Exit[] {
    const { frame, env } = at;
    const { caller, call } = frame;
    const value = folded(env, from);
    if (!caller) {
      add({ op: 'end' });
      return [];
    }
    if (call && call !== caller.frame.call) {
      const when = { return: constant(1), success: value, access: this.#notYet(call, env) };
      const holding = HOLDING[call.name];
      if (holding) this.#held(call, when[holding.at], holding.sign, at, add);
    }
    add({ op: 'assign', to: caller.to, value });
    note(env, caller.to, { alias: from, test: env.get(from)?.test });
    this.#forget(frame, env);
    return [{ frame: caller.frame, pc: caller.pc + 1, env }];
  }

  /** Leaves out what is known of the registers of a function that has returned, unless others are known by them. */
  #forget({ functionIndex, base }: Frame, env: Env): void {
    const needed = new Set<number | undefined>();
    for (const { alias, test } of env.values()) needed.add(alias).add(test?.variable);
    for (let register = 0; register < this.#function(functionIndex).registers; register++) {
      if (!needed.has(base + register)) env.delete(base + register);
    }
  }

  #notYet({ accessed }: Call, env: Env): Expression {
    return { kind: 'unary', operator: '!', operand: folded(env, accessed) };
  }

  #held(call: Call, when: Expression, sign: 1 | -1, { env }: Exit, add: (statement: Draft) => void): void {
    const values = this.shared.valuesOf(env, when);
    if (values?.every((value) => value === 0)) return;
    const always = values?.every((value) => value !== 0) === true;
    const place = this.shared.place(env, folded(env, call.word));
    const references = folded(env, call.references);
    add({ op: 'hold', at: place, when: always ? constant(1) : when, references, sign });
  }

  #accessed({ access, inputs, to }: Instruction & { op: 'access' }, at: Exit, add: (statement: Draft) => void): void {
    const { frame, env } = at;
    const [address, ...others] = inputs.map((input) => folded(env, frame.base + input)) as [
      Expression,
      ...Expression[],
    ];
    const operands = others.slice(0, -1); // the ordering is the last
    const [order = FULL] = this.shared.valuesOf(env, others.at(-1) ?? constant(FULL)) ?? [];
    const outside = frame.call === undefined && canWrite(access);
    add({ op: 'access', to: frame.base + to, access, order, at: this.shared.place(env, address), operands, outside });
    const { call } = frame;
    const holding = call && HOLDING[call.name];
    if (!call || holding?.at !== 'access') return;
    this.#held(call, this.#notYet(call, env), holding.sign, at, add);
    add({ op: 'assign', to: call.accessed, value: constant(1) });
  }

  /** Names a variable without a name after the one to which its value goes. */
  #name({ to, value }: Draft & { op: 'assign' }): void {
    if (value.kind !== 'variable') return;
    const from = this.#variables[value.variable] as Variable;
    from.name ??= this.#variables[to]?.name;
  }
}

function pathOf({ path }: Frame, pc: number): string {
  return path + String.fromCharCode(pc);
}
