import HardwareIR
import TestSupport

/// A module whose outputs are random expressions of its inputs, each in one of the places where an
/// expression can stand.
struct RandomModule {
  let definition: ModuleDefinition
  let inputs: [Port]
  /// What each output must be.
  let meanings: [(port: Port, meaning: Expression)]

  init(
    name: String, outputs: Int, seed: UInt64, widthMax: Int = 40, literalsOneIn: Int = 5
  ) {
    var generator = ExpressionGenerator(random: TestRandom(seed: seed), signals: [])
    generator.widthMax = widthMax
    let inputs = (0..<14).map { index in
      Port(name: "in\(index)_i", direction: .input, type: generator.type())
    }
    generator = ExpressionGenerator(
      random: generator.random, signals: inputs.map { ($0.name, $0.type) })
    generator.widthMax = widthMax
    generator.literalsOneIn = literalsOneIn
    var module = ModuleDefinition(
      name: name, contract: Contract("Random expressions, seed \(seed)."), location: nil)
    module.ports = inputs
    var meanings: [(port: Port, meaning: Expression)] = []
    for index in 0..<outputs {
      let type = generator.type()
      let port = Port(name: "out\(index)_o", direction: .output, type: type)
      let value = generator.expression(type, depth: generator.random.integer(1...5))
      module.ports.append(port)
      let (statements, meaning) = Self.place(value, at: port, &generator)
      module.statements += statements
      meanings.append((port, meaning))
    }
    definition = module
    self.inputs = inputs
    self.meanings = meanings
  }

  /// A module with an output for each expression.
  init(name: String, inputs: [Port], expressions: [Expression]) {
    var module = ModuleDefinition(
      name: name, contract: Contract("Given expressions."), location: nil)
    meanings = expressions.enumerated().map { index, value in
      (Port(name: "out\(index)_o", direction: .output, type: value.type), value)
    }
    module.ports = inputs + meanings.map(\.port)
    module.statements = meanings.map { port, value in
      .assign(target: Target(port.name), value: value, location: nil)
    }
    definition = module
    self.inputs = inputs
  }

  /// Statements that drive `port` with `value`, and what they mean.
  private static func place(
    _ value: Expression, at port: Port, _ generator: inout ExpressionGenerator
  ) -> ([Statement], Expression) {
    func assign(_ value: Expression) -> Statement {
      .assign(target: Target(port.name), value: value, location: nil)
    }
    switch generator.random.integer(0...4) {
    case 0:
      let condition = generator.expression(.bit, depth: 3)
      let other = generator.expression(port.type, depth: 3)
      return (
        [
          .when(
            condition: condition, then: [assign(value)], otherwise: [assign(other)], location: nil)
        ],
        .select(condition: condition, then: value, otherwise: other)
      )
    case 1:
      let subject = generator.expression(.unsigned(3), depth: 3)
      let other = generator.expression(port.type, depth: 3)
      let arm = generator.random.integer(0...7)
      let literal = Expression.literal(BitPattern(arm, width: 3), .unsigned(3))
      return (
        [
          assign(other),
          .decode(
            subject: subject, arms: [DecodeArm(value: arm, statements: [assign(value)])],
            location: nil),
        ],
        .select(condition: .binary(.equal, subject, literal), then: value, otherwise: other)
      )
    default: return ([assign(value)], value)
    }
  }
}
