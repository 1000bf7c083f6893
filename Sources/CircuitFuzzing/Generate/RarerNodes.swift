import HardwareIR

extension Circuit {
  /// The circuit with nodes that the printer takes and the language does not make, in the places of
  /// some that it does.
  func withRarerNodes(_ random: FuzzRandom) -> Circuit {
    var random = random
    var circuit = self
    for module in circuit.modules.indices {
      circuit.modules[module].mapExpressions { expression in
        expression.rewritten { node in
          switch node {
          case .unary(.not, let operand) where operand.type.isNumber && random.oneIn(2):
            .unary(.negate, operand)
          case .unary(.anyBit, let operand) where random.oneIn(2): .unary(.parity, operand)
          default: nil
          }
        }
      }
    }
    return circuit
  }
}
