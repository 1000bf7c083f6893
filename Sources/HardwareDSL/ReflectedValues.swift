import HardwareIR

/// What the reflection needs of any `ReadyValid`.
protocol StreamPorts {
  var validPort: Signal { get }
  var readyPort: Signal { get }
  var payloadBundle: any SignalBundle { get }
  var streamDirection: Port.Direction? { get }
}

extension ReadyValid: StreamPorts {
  var validPort: Signal { valid }
  var readyPort: Signal { ready }
  var payloadBundle: any SignalBundle { payload }
  var streamDirection: Port.Direction? {
    if case .port(let direction) = valid.node { direction } else { nil }
  }
}

/// What the reflection needs of any `Tap`.
protocol TapPorts {
  var validPort: Signal { get }
  var payloadBundle: any SignalBundle { get }
}

extension Tap: TapPorts {
  var validPort: Signal { valid }
  var payloadBundle: any SignalBundle { payload }
}

/// What the reflection needs of any `Enumerated`.
protocol StateSignal {
  var stateSignal: Signal { get }
}

extension Enumerated: StateSignal {
  var stateSignal: Signal { signal }
}
