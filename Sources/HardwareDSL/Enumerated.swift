import HardwareIR

/// A Swift enumeration as a hardware type. Cases are encoded by their position.
public protocol HardwareEnum: CaseIterable, Hashable {}

extension HardwareEnum {
  static var enumeration: EnumerationType {
    EnumerationType(
      name: String(describing: Self.self), cases: allCases.map { String(describing: $0) })
  }

  /// The number that stands for the case in hardware, and at the ports of a simulation: its
  /// position among all cases, from 0.
  public var encoding: Int { Array(Self.allCases).firstIndex(of: self) ?? 0 }
}

/// A signal that holds a case of `State`: a port, a wire, a register, a field of a bundle, or a
/// value computed from such.
///
///     let request = input(Phase.self)
///     let phase = StateRegister(reset: Phase.idle)
///     ...
///     when(request != phase && request != .idle) { phase <== request }
///
/// It has as many bits as the largest encoding takes. Bits that come from outside, through a port
/// or `asBundle(like:)`, may encode no case. They equal no case, `decode` has no arm for them, and
/// they are passed on as they are; only a register with reset that a decode of itself moves goes to
/// its reset value. `decoded(from:otherwise:)` keeps them out.
public struct Enumerated<State: HardwareEnum> {
  let signal: Signal

  init(_ signal: Signal) { self.signal = signal }

  /// A case as a value that never changes.
  public init(_ state: State) {
    let type = HardwareType.enumeration(State.enumeration)
    signal =
      Array(State.allCases).contains(state)
      ? Signal(state.encoding, type)
      : .mistaken(
        .definition,
        "case '\(state)' of \(State.self) is not among its allCases; add it there", type: type)
  }

  /// The encoding as bits.
  public var asBits: Signal { signal.asBits }

  /// Whether the signal holds `state`.
  public static func == (value: Enumerated, state: State) -> Signal {
    value.signal == Enumerated(state).signal
  }

  public static func != (value: Enumerated, state: State) -> Signal {
    value.signal != Enumerated(state).signal
  }

  /// Whether both hold the same case, or the same bits that encode none.
  public static func == (left: Enumerated, right: Enumerated) -> Signal {
    left.signal == right.signal
  }

  public static func != (left: Enumerated, right: Enumerated) -> Signal {
    left.signal != right.signal
  }

  /// Drives `target` with a case.
  @discardableResult
  public static func <== (target: Enumerated, state: State) -> RecordedStatement {
    target.signal <== Enumerated(state).signal
  }

  // Disfavored, so that the compiler says of a misspelt case that `State` has no such member.
  /// Drives `target` with what `value` holds.
  @_disfavoredOverload
  @discardableResult
  public static func <== (target: Enumerated, value: Enumerated) -> RecordedStatement {
    target.signal <== value.signal
  }

  /// Describes each case. `block` runs once per case, so Swift's own `switch` proves that no case
  /// is missing.
  @discardableResult
  public func decode(
    file: String = #filePath, line: Int = #line, column: Int = #column,
    @HardwareBuilder _ block: (State) -> Behavior
  ) -> RecordedStatement {
    let place = SourceLocation(file: file, line: line, column: column)
    let arms = State.allCases.map { state in
      (value: state.encoding, block: Recorder.recordBlock(at: place) { block(state) } ?? [])
    }
    let statement = RecordedStatement(.decode(subject: signal, arms: arms), at: place)
    Recorder.current?.add(statement)
    return statement
  }
}

extension Enumerated: CustomStringConvertible {
  /// The signal as a reader of an error message would call it.
  public var description: String { signal.description }
}

extension HardwareEnum {
  /// The case that `code` encodes, and `otherwise` where it encodes none: two levels of logic, and
  /// none for as many cases as the bits can count.
  ///
  /// - Parameter code: as many bits as the enumeration has, of any type.
  public static func decoded(from code: Signal, otherwise: Self) -> Enumerated<Self> {
    let type = HardwareType.enumeration(enumeration)
    if let (rule, message) = code.mistake ?? code.untyped("decoded(from:)")?.mistake {
      return Enumerated(.mistaken(rule, message, type: type))
    }
    guard code.width == type.width else {
      let sentence =
        "\(code) (\(code.type)) is decoded as \(type), which has \(type.width) bits; "
        + "slice or extend it to \(type.width)"
      return Enumerated(.mistaken(.typeMismatch, sentence, type: type))
    }
    let value = Enumerated<Self>(code.reinterpreted(as: type))
    let last = allCases.count - 1
    if last == (1 << type.width) - 1 { return value }
    return mux(code.asUnsigned <= .number(last), value, Enumerated(otherwise))
  }
}

// MARK: Choice

/// `condition ? first : second`, in hardware.
public func mux<State: HardwareEnum>(
  _ condition: Signal, _ first: Enumerated<State>, _ second: Enumerated<State>
) -> Enumerated<State> {
  Enumerated(mux(condition, first.signal, second.signal))
}

public func mux<State: HardwareEnum>(
  _ condition: Signal, _ first: State, _ second: Enumerated<State>
) -> Enumerated<State> {
  mux(condition, Enumerated(first), second)
}

public func mux<State: HardwareEnum>(
  _ condition: Signal, _ first: Enumerated<State>, _ second: State
) -> Enumerated<State> {
  mux(condition, first, Enumerated(second))
}

public func mux<State: HardwareEnum>(
  _ condition: Signal, _ first: State, _ second: State
) -> Enumerated<State> {
  mux(condition, Enumerated(first), Enumerated(second))
}

/// `values[index]`, in hardware, and the first case beyond the last value.
public func select<State>(
  _ values: [Enumerated<State>], at index: Signal
) -> Enumerated<State> {
  Enumerated(select(values.map(\.signal), at: index))
}

extension Array {
  /// The element that `index` counts to, in hardware, to be read as by `select(_:at:)` or driven.
  public subscript<State>(index: Signal) -> Enumerated<State>
  where Element == Enumerated<State> {
    Enumerated(map(\.signal)[index])
  }
}
