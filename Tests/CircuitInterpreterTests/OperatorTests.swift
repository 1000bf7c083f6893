import CircuitInterpreter
import HardwareIR
import TestSupport
import Testing

@Suite("Operators of the interpreter")
struct OperatorTests {
  @Test(
    "Every operator is right for all operands of a small width",
    arguments: [1, 2, 3, 4], [false, true])
  func exhaustive(width: Int, isSigned: Bool) throws {
    let bench = ExpressionBench(
      Self.operations(Self.number(width, isSigned), amountWidth: 3),
      inputs: [
        "a": Self.number(width, isSigned), "b": Self.number(width, isSigned),
        "amount": .unsigned(3), "c": .bit,
      ])
    let simulation = try InterpretedSimulation(of: bench.circuit)
    for a in 0..<(1 << width) {
      for b in 0..<(1 << width) {
        for amount in 0..<(b == 0 ? 8 : 1) {
          let values = [
            "a": PaperNumber(a, Self.number(width, isSigned)),
            "b": PaperNumber(b, Self.number(width, isSigned)),
            "amount": PaperNumber(amount, .unsigned(3)), "c": PaperNumber(a ^ b, .bit),
          ]
          try bench.check(simulation, values)
        }
      }
    }
  }

  @Test(
    "Every operator is right at the borders of words and beyond",
    arguments: [31, 33, 60, 63, 64, 65, 127, 128, 200])
  func wide(width: Int) throws {
    for isSigned in [false, true] {
      let type = Self.number(width, isSigned)
      for amountWidth in [7, 70] {
        let inputs: [String: HardwareType] = [
          "a": type, "b": type, "amount": .unsigned(amountWidth), "c": .bit,
        ]
        let bench = ExpressionBench(
          Self.operations(type, amountWidth: amountWidth), inputs: inputs)
        let simulation = try InterpretedSimulation(of: bench.circuit)
        var random = TestRandom(seed: UInt64(width * 2 + (isSigned ? 1 : 0)))
        for _ in 0..<5 {
          try bench.check(simulation, inputs.mapValues { random.number($0) })
        }
      }
    }
  }

  @Test("Operators over constants are computed beforehand, with the same result")
  func constants() throws {
    var random = TestRandom(seed: 4)
    for width in [1, 5, 40, 64, 65, 130] {
      for isSigned in [false, true] {
        let type = Self.number(width, isSigned)
        let names: [String: HardwareType] = [
          "a": type, "b": type, "amount": .unsigned(7), "c": .bit,
        ]
        let literals = names.mapValues { type in
          BitPattern(random.integer(-100...100), width: type.width)
        }
        let expressions = Self.operations(type, amountWidth: 7).map { expression in
          expression.replacing { name, type in .literal(literals[name]!, type) }
        }
        let bench = ExpressionBench(expressions, inputs: [:])
        let simulation = try InterpretedSimulation(of: bench.circuit)
        #expect(simulation.compiled.operationCount == 0)
        try bench.check(simulation, [:])
      }
    }
  }

  @Test(
    "Random expressions of mixed widths are right",
    arguments: TestExtent.current.choose(daily: 1...4, all: 1...12))
  func random(seed: Int) throws {
    var random = TestRandom(seed: UInt64(seed))
    var inputs: [String: HardwareType] = ["c": .bit]
    for index in 0..<6 {
      inputs["x\(index)"] = Self.number(random.width(), random.oneIn(2))
    }
    var maker = RandomExpressions(inputs: inputs, random: random)
    let expressions = (0..<40).map { _ in maker.expression(depth: 4) }
    let bench = ExpressionBench(expressions, inputs: inputs)
    let simulation = try InterpretedSimulation(of: bench.circuit)
    random = maker.random
    for _ in 0..<15 {
      try bench.check(simulation, inputs.mapValues { random.number($0) })
    }
  }

  static func number(_ width: Int, _ isSigned: Bool) -> HardwareType {
    isSigned ? .signed(width) : .unsigned(width)
  }

  /// Each operator once, over inputs `a` and `b` of the type, `amount` and the bit `c`.
  static func operations(_ type: HardwareType, amountWidth: Int) -> [Expression] {
    let a = Expression.reference("a", type)
    let b = Expression.reference("b", type)
    let amount = Expression.reference("amount", .unsigned(amountWidth))
    let c = Expression.reference("c", .bit)
    let width = type.width
    var found: [Expression] = [.not, .negate, .anyBit, .allBits, .parity].map { .unary($0, a) }
    let binaries: [BinaryOperator] = [
      .add, .subtract, .multiply, .and, .or, .xor, .equal, .notEqual, .less, .lessOrEqual,
      .greater, .greaterOrEqual,
    ]
    found += binaries.map { .binary($0, a, b) }
    found += [.binary(.shiftLeft, a, amount), .binary(.shiftRight, a, amount)]
    found.append(.select(condition: c, then: a, otherwise: b))
    for low in Set([0, width / 3, width / 2, width - 1]) {
      for count in Set([1, (width - low + 1) / 2, width - low]) {
        found.append(.slice(a, low: low, width: count))
      }
    }
    found += [.concatenation([a, b]), .concatenation([c, a, b, c, amount]), .concatenation([a])]
    for wider in [width, width + 1, width + 17, width + 70] {
      found.append(.extend(a, to: type.withWidth(wider)))
    }
    let other = number(width, !type.isSigned)
    let turned = Expression.reinterpret(a, as: other)
    found += [
      turned, .extend(turned, to: other.withWidth(width + 3)), .binary(.multiply, turned, turned),
    ]
    return found
  }
}

/// A circuit with an output for each expression, and what the outputs must be.
struct ExpressionBench {
  let circuit: Circuit
  private let expressions: [Expression]

  init(_ expressions: [Expression], inputs: [String: HardwareType]) {
    self.expressions = expressions
    var module = ModuleDefinition(
      name: "bench", contract: Contract("Expressions."), location: nil)
    for (name, type) in inputs.sorted(by: { $0.key < $1.key }) {
      module.ports.append(Port(name: name, direction: .input, type: type))
    }
    // A clock, so that the circuit is a design like others.
    module.ports.append(Port(name: "clk_i", direction: .input, type: .bit))
    for (index, expression) in expressions.enumerated() {
      module.ports.append(Port(name: "y\(index)", direction: .output, type: expression.type))
      module.statements.append(
        .assign(target: Target("y\(index)"), value: expression, location: nil))
    }
    circuit = Circuit(modules: [module])
  }

  func check(_ simulation: InterpretedSimulation, _ values: [String: PaperNumber]) throws {
    for (name, value) in values {
      try simulation.poke(
        name, PortValue(words: value.words, widthBits: value.width, isSigned: value.isSigned))
    }
    let evaluator = PaperEvaluator(signals: values)
    for (index, expression) in expressions.enumerated() {
      let expected = evaluator.value(expression)
      let got = try simulation.peek("y\(index)")
      let wanted = PortValue(
        words: expected.words, widthBits: expected.width, isSigned: expected.isSigned)
      if got != wanted {
        Issue.record("\(expression) over \(values): \(got), expected \(wanted)")
      }
    }
  }
}

extension TestRandom {
  /// Widths around the borders of words above all.
  mutating func width() -> Int {
    element(of: [1, 2, 7, 8, 16, 31, 32, 33, 60, 63, 64, 65, 70, 100, 128, 129, 150, 200])
  }

  /// All bits by chance, or the extremes.
  mutating func number(_ type: HardwareType) -> PaperNumber {
    let kind = integer(0...5)
    var bits = (0..<type.width).map { _ in kind == 0 ? false : kind == 1 ? true : oneIn(2) }
    if kind == 2 { bits[type.width - 1].toggle() }
    if kind == 3 { for index in bits.indices.dropFirst(7) { bits[index] = false } }
    return PaperNumber(bits: bits, isSigned: type.isSigned)
  }
}

/// Makes well-typed expressions by chance.
struct RandomExpressions {
  let inputs: [String: HardwareType]
  var random: TestRandom

  mutating func expression(depth: Int) -> Expression {
    let name = random.element(of: inputs.keys.sorted())
    let leaf = Expression.reference(name, inputs[name]!)
    guard depth > 0 else { return leaf }
    let operand = expression(depth: depth - 1)
    let type = operand.type
    switch random.integer(0...9) {
    case 0: return .unary(random.element(of: [.not, .negate, .anyBit, .allBits, .parity]), operand)
    case 1, 2:
      let operations: [BinaryOperator] = [
        .add, .subtract, .and, .or, .xor, .equal, .notEqual, .less, .lessOrEqual, .greater,
        .greaterOrEqual,
      ]
      return .binary(
        random.element(of: operations), operand, fitted(expression(depth: depth - 1), type))
    case 3 where type.width < 150:
      let other = fitted(leaf, OperatorTests.number(min(leaf.type.width, 90), type.isSigned))
      return .binary(.multiply, operand, other)
    case 4:
      let amount = fitted(leaf, .unsigned(random.element(of: [1, 3, 8])))
      return .binary(random.element(of: [.shiftLeft, .shiftRight]), operand, amount)
    case 5:
      return .select(
        condition: .reference("c", .bit), then: operand,
        otherwise: fitted(expression(depth: depth - 1), type))
    case 6:
      let low = random.integer(0...(type.width - 1))
      return .slice(operand, low: low, width: random.integer(1...(type.width - low)))
    case 7 where type.width < 300: return .concatenation([operand, leaf])
    case 8: return .extend(operand, to: type.withWidth(type.width + random.integer(0...70)))
    default: return .reinterpret(operand, as: OperatorTests.number(type.width, !type.isSigned))
    }
  }

  /// The expression in another type, by its low bits or by extension.
  private func fitted(_ expression: Expression, _ type: HardwareType) -> Expression {
    let width = expression.type.width
    let bits = HardwareType.bits(type.width)
    let resized: Expression =
      width == type.width
      ? expression
      : width > type.width
        ? .slice(expression, low: 0, width: type.width)
        : .extend(.reinterpret(expression, as: .bits(width)), to: bits)
    return resized.type == type ? resized : .reinterpret(resized, as: type)
  }
}

extension Expression {
  func replacing(_ reference: (String, HardwareType) -> Expression) -> Expression {
    if case .reference(let name, let type) = self { return reference(name, type) }
    return mapOperands { $0.replacing(reference) }
  }
}
