import HardwareIR

/// What one call asks of a port.
final class MemoryCall {
  /// What is done to the memory, for messages: read, written or used.
  let verb: String
  let enable: Signal
  let write: Signal?
  let address: Signal
  let data: Signal?
  let mask: Signal?

  init(
    _ verb: String, at address: Signal, enable: Signal, write: Signal? = nil, data: Signal? = nil,
    mask: Signal? = nil
  ) {
    self.verb = verb
    self.enable = enable
    self.write = write
    self.address = address
    self.data = data
    self.mask = mask
  }
}

/// The signals of one port of a memory.
final class MemoryPortSignals {
  let enable: Signal
  /// Of a port that reads and writes: whether it writes.
  let write: Signal?
  let address: Signal
  let writeData: Signal?
  let writeMask: Signal?
  let readData: Signal?
  weak var memory: MemoryDeclaration?

  init(
    enable: Signal, write: Signal?, address: Signal, writeData: Signal?, writeMask: Signal?,
    readData: Signal?
  ) {
    self.enable = enable
    self.write = write
    self.address = address
    self.writeData = writeData
    self.writeMask = writeMask
    self.readData = readData
  }

  /// `readData` of a port that reads.
  var wordRead: Signal {
    guard let readData else { preconditionFailure("a port that only writes has no read data") }
    return readData
  }

  /// All signals, in order.
  var signals: [Signal] {
    [enable, write, address, writeData, writeMask, readData].compactMap { $0 }
  }

  /// Names the signals; returns them in order.
  func adopt(
    _ port: MemoryPort, _ scope: ModuleScope, element: (String) -> ElementName?
  ) -> [Signal] {
    let parts: [(Signal?, String?)] = [
      (enable, port.enable), (write, port.write), (address, port.address),
      (writeData, port.writeData), (writeMask, port.writeMask), (readData, port.readData),
    ]
    return parts.compactMap { signal, name in
      signal?.name = name
      signal?.element = name.flatMap(element)
      signal?.owner = scope
      return signal
    }
  }

  /// Records a call as assignments, but for what is wrong with it.
  func use(_ call: MemoryCall, _ location: SourceLocation) {
    guard let recorder = Recorder.current else {
      return enable.markStray("is \(call.verb)", at: location)
    }
    func report(_ mistake: WidthRules.Mistake) {
      recorder.diagnostics.append(Diagnostic(mistake.rule, mistake.message, at: location))
    }
    guard let memory, !recorder.scope.hides(memory) else { return }
    if let mistake = memory.mistake(inPlaceOf: call, recorder.scope) { return report(mistake) }
    let access = MemoryAccess(port: self, call: call)
    func drive(_ target: Signal?, _ value: Signal?) {
      guard let target else { return }
      let statement = RecordedStatement(
        .assign(target: target, value: value ?? .zero(target.type)), at: location)
      statement.access = access
      recorder.add(statement)
    }
    drive(enable, call.enable)
    drive(write, call.write)
    if let mistake = memory.mistake(inAddress: call.address) {
      report(mistake)
    } else {
      drive(address, call.address.isLiteral ? call.address : call.address.asUnsigned)
    }
    drive(writeData, call.data)
    if let mask = call.mask, let mistake = memory.mistake(inMask: mask) {
      report(mistake)
    } else {
      drive(writeMask, call.mask ?? (call.data == nil ? nil : .ones(writeMask?.type ?? .bit)))
    }
  }
}

/// The call that a recorded assignment is part of.
struct MemoryAccess {
  let port: MemoryPortSignals
  let call: MemoryCall
}

extension Signal {
  fileprivate static func zero(_ type: HardwareType) -> Signal {
    Signal(.constant(BitPattern(0, width: type.width)), type: type)
  }

  fileprivate static func ones(_ type: HardwareType) -> Signal {
    Signal(.constant(BitPattern(-1, width: type.width)), type: type)
  }
}
