import HardwareIR

// Wrong operands. An expression of six operators with a wrong operand leaves the Swift compiler
// more overloads to try than it has time for: ten seconds, then "unable to type-check". These
// overloads take anything, so it always finds one, in a tenth of a second: it warns at the
// operator, with the remedy, and elaboration refuses the expression. As they are disfavored, no
// expression of signals and literals can mean them.

extension Signal {
  private static func wrongOperand(_ other: Signal, _ symbol: String, _ operand: Any) -> Signal {
    let remedy =
      switch operand {
      case is any BinaryInteger: "write .number(_)"
      case is Bool: "write 1 or 0, or .number(_ ? 1 : 0)"
      default: "give it a signal or a literal"
      }
    return .mistaken(
      .typeMismatch,
      "'\(symbol)' takes signals, not \(operand) (\(Swift.type(of: operand))); \(remedy)",
      type: ["+", "-", "*", "&+", "&-", "&", "|", "^"].contains(symbol) ? other.type : .bit)
  }
}

extension Signal {
  @available(*, deprecated, message: "an error: '+' takes signals; write .number(_) for an Int")
  @_disfavoredOverload
  public static func + <Other>(left: Signal, right: Other) -> Signal {
    wrongOperand(left, "+", right)
  }

  @available(*, deprecated, message: "an error: '+' takes signals; write .number(_) for an Int")
  @_disfavoredOverload
  public static func + <Other>(left: Other, right: Signal) -> Signal {
    wrongOperand(right, "+", left)
  }

  @available(*, deprecated, message: "an error: '-' takes signals; write .number(_) for an Int")
  @_disfavoredOverload
  public static func - <Other>(left: Signal, right: Other) -> Signal {
    wrongOperand(left, "-", right)
  }

  @available(*, deprecated, message: "an error: '-' takes signals; write .number(_) for an Int")
  @_disfavoredOverload
  public static func - <Other>(left: Other, right: Signal) -> Signal {
    wrongOperand(right, "-", left)
  }

  @available(*, deprecated, message: "an error: '*' takes signals; write .number(_) for an Int")
  @_disfavoredOverload
  public static func * <Other>(left: Signal, right: Other) -> Signal {
    wrongOperand(left, "*", right)
  }

  @available(*, deprecated, message: "an error: '*' takes signals; write .number(_) for an Int")
  @_disfavoredOverload
  public static func * <Other>(left: Other, right: Signal) -> Signal {
    wrongOperand(right, "*", left)
  }

  @available(*, deprecated, message: "an error: '&+' takes signals; write .number(_) for an Int")
  @_disfavoredOverload
  public static func &+ <Other>(left: Signal, right: Other) -> Signal {
    wrongOperand(left, "&+", right)
  }

  @available(*, deprecated, message: "an error: '&+' takes signals; write .number(_) for an Int")
  @_disfavoredOverload
  public static func &+ <Other>(left: Other, right: Signal) -> Signal {
    wrongOperand(right, "&+", left)
  }

  @available(*, deprecated, message: "an error: '&-' takes signals; write .number(_) for an Int")
  @_disfavoredOverload
  public static func &- <Other>(left: Signal, right: Other) -> Signal {
    wrongOperand(left, "&-", right)
  }

  @available(*, deprecated, message: "an error: '&-' takes signals; write .number(_) for an Int")
  @_disfavoredOverload
  public static func &- <Other>(left: Other, right: Signal) -> Signal {
    wrongOperand(right, "&-", left)
  }

  @available(
    *, deprecated,
    message: "an error: '&' takes signals; write .number(_) for an Int, 1 or 0 for a Bool"
  )
  @_disfavoredOverload
  public static func & <Other>(left: Signal, right: Other) -> Signal {
    wrongOperand(left, "&", right)
  }

  @available(
    *, deprecated,
    message: "an error: '&' takes signals; write .number(_) for an Int, 1 or 0 for a Bool"
  )
  @_disfavoredOverload
  public static func & <Other>(left: Other, right: Signal) -> Signal {
    wrongOperand(right, "&", left)
  }

  @available(
    *, deprecated,
    message: "an error: '|' takes signals; write .number(_) for an Int, 1 or 0 for a Bool"
  )
  @_disfavoredOverload
  public static func | <Other>(left: Signal, right: Other) -> Signal {
    wrongOperand(left, "|", right)
  }

  @available(
    *, deprecated,
    message: "an error: '|' takes signals; write .number(_) for an Int, 1 or 0 for a Bool"
  )
  @_disfavoredOverload
  public static func | <Other>(left: Other, right: Signal) -> Signal {
    wrongOperand(right, "|", left)
  }

  @available(
    *, deprecated,
    message: "an error: '^' takes signals; write .number(_) for an Int, 1 or 0 for a Bool"
  )
  @_disfavoredOverload
  public static func ^ <Other>(left: Signal, right: Other) -> Signal {
    wrongOperand(left, "^", right)
  }

  @available(
    *, deprecated,
    message: "an error: '^' takes signals; write .number(_) for an Int, 1 or 0 for a Bool"
  )
  @_disfavoredOverload
  public static func ^ <Other>(left: Other, right: Signal) -> Signal {
    wrongOperand(right, "^", left)
  }

  @available(
    *, deprecated,
    message: "an error: '==' takes signals; write .number(_) for an Int, 1 or 0 for a Bool"
  )
  @_disfavoredOverload
  public static func == <Other>(left: Signal, right: Other) -> Signal {
    wrongOperand(left, "==", right)
  }

  @available(
    *, deprecated,
    message: "an error: '==' takes signals; write .number(_) for an Int, 1 or 0 for a Bool"
  )
  @_disfavoredOverload
  public static func == <Other>(left: Other, right: Signal) -> Signal {
    wrongOperand(right, "==", left)
  }

  @available(
    *, deprecated,
    message: "an error: '!=' takes signals; write .number(_) for an Int, 1 or 0 for a Bool"
  )
  @_disfavoredOverload
  public static func != <Other>(left: Signal, right: Other) -> Signal {
    wrongOperand(left, "!=", right)
  }

  @available(
    *, deprecated,
    message: "an error: '!=' takes signals; write .number(_) for an Int, 1 or 0 for a Bool"
  )
  @_disfavoredOverload
  public static func != <Other>(left: Other, right: Signal) -> Signal {
    wrongOperand(right, "!=", left)
  }

  @available(*, deprecated, message: "an error: '<' takes signals; write .number(_) for an Int")
  @_disfavoredOverload
  public static func < <Other>(left: Signal, right: Other) -> Signal {
    wrongOperand(left, "<", right)
  }

  @available(*, deprecated, message: "an error: '<' takes signals; write .number(_) for an Int")
  @_disfavoredOverload
  public static func < <Other>(left: Other, right: Signal) -> Signal {
    wrongOperand(right, "<", left)
  }

  @available(*, deprecated, message: "an error: '<=' takes signals; write .number(_) for an Int")
  @_disfavoredOverload
  public static func <= <Other>(left: Signal, right: Other) -> Signal {
    wrongOperand(left, "<=", right)
  }

  @available(*, deprecated, message: "an error: '<=' takes signals; write .number(_) for an Int")
  @_disfavoredOverload
  public static func <= <Other>(left: Other, right: Signal) -> Signal {
    wrongOperand(right, "<=", left)
  }

  @available(*, deprecated, message: "an error: '>' takes signals; write .number(_) for an Int")
  @_disfavoredOverload
  public static func > <Other>(left: Signal, right: Other) -> Signal {
    wrongOperand(left, ">", right)
  }

  @available(*, deprecated, message: "an error: '>' takes signals; write .number(_) for an Int")
  @_disfavoredOverload
  public static func > <Other>(left: Other, right: Signal) -> Signal {
    wrongOperand(right, ">", left)
  }

  @available(*, deprecated, message: "an error: '>=' takes signals; write .number(_) for an Int")
  @_disfavoredOverload
  public static func >= <Other>(left: Signal, right: Other) -> Signal {
    wrongOperand(left, ">=", right)
  }

  @available(*, deprecated, message: "an error: '>=' takes signals; write .number(_) for an Int")
  @_disfavoredOverload
  public static func >= <Other>(left: Other, right: Signal) -> Signal {
    wrongOperand(right, ">=", left)
  }

  @available(
    *, deprecated,
    message: "an error: '&&' takes signals; write .number(_) for an Int, 1 or 0 for a Bool"
  )
  @_disfavoredOverload
  public static func && <Other>(left: Signal, right: Other) -> Signal {
    wrongOperand(left, "&&", right)
  }

  @available(
    *, deprecated,
    message: "an error: '&&' takes signals; write .number(_) for an Int, 1 or 0 for a Bool"
  )
  @_disfavoredOverload
  public static func && <Other>(left: Other, right: Signal) -> Signal {
    wrongOperand(right, "&&", left)
  }

  @available(
    *, deprecated,
    message: "an error: '||' takes signals; write .number(_) for an Int, 1 or 0 for a Bool"
  )
  @_disfavoredOverload
  public static func || <Other>(left: Signal, right: Other) -> Signal {
    wrongOperand(left, "||", right)
  }

  @available(
    *, deprecated,
    message: "an error: '||' takes signals; write .number(_) for an Int, 1 or 0 for a Bool"
  )
  @_disfavoredOverload
  public static func || <Other>(left: Other, right: Signal) -> Signal {
    wrongOperand(right, "||", left)
  }
}
