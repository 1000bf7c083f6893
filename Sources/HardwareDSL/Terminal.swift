import HardwareIR

/// What a contract names of a module: a port, a bundle or a stream of ports, or an array of them.
///
/// Of a bundle, the ports of the way that is meant count: inputs where something comes from,
/// outputs where it goes to. Nothing is meant by what a module lacks, an optional or an empty
/// array.
public protocol Terminal {}

extension Signal: Terminal {}
extension Enumerated: Terminal {}
extension Fixed: Terminal {}
extension Array: Terminal where Element: Terminal {}
extension Optional: Terminal where Wrapped: Terminal {}

/// A signal that a terminal is made of.
struct TerminalSignal {
  let signal: Signal
  /// Whether it is a part of a bundle, which has ports of both ways.
  let isPart: Bool
  /// Whether it stands for the whole stream, being its valid.
  let isStream: Bool
}

/// How a stream is taken.
enum StreamMeaning {
  /// By its valid, whose cycles are what happens.
  case events
  /// By all of its ports.
  case ports
}

/// The signals of a terminal in order.
func signals(of terminal: any Terminal, _ streams: StreamMeaning) -> [TerminalSignal] {
  if let signal = terminal as? Signal {
    return [TerminalSignal(signal: signal, isPart: false, isStream: false)]
  }
  var found: [TerminalSignal] = []
  func add(_ signal: Signal, isPart: Bool, isStream: Bool = false) {
    found.append(TerminalSignal(signal: signal, isPart: isPart, isStream: isStream))
  }
  func visit(_ value: Any, isPart: Bool) {
    // Asking whether a value is an object of some class is slow for one that is none.
    if type(of: value) is AnyClass {
      if let signal = value as? Signal { add(signal, isPart: isPart) }
      return
    }
    switch value {
    case let number as Fixed: add(number.raw, isPart: isPart)
    case let state as any StateSignal: add(state.stateSignal, isPart: isPart)
    case let stream as any StreamPorts:
      add(stream.validPort, isPart: true, isStream: streams == .events)
      guard streams == .ports else { return }
      add(stream.readyPort, isPart: true)
      visit(stream.payloadBundle, isPart: true)
    case let tap as any TapPorts:
      add(tap.validPort, isPart: true, isStream: streams == .events)
      if streams == .ports { visit(tap.payloadBundle, isPart: true) }
    default:
      let isBundle = value is any SignalBundle
      for child in Mirror(reflecting: value).children {
        visit(child.value, isPart: isPart || isBundle)
      }
    }
  }
  visit(terminal, isPart: false)
  return found
}
