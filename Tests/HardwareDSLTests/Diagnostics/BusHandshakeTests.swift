import HardwareDSL
import HardwareIR
import Testing

private struct Word: SignalBundle {
  let data: Signal
  init(_ field: FieldMaker) { data = field(.bits(8)) }
}

/// Two streams and their answers, as the channels of writes.
private struct Writes: StreamBus {
  let address, data, answer: ReadyValid<Word>

  init(_ field: FieldMaker) {
    address = ReadyValid(field) { Word($0) }
    data = ReadyValid(field) { Word($0) }
    answer = ReadyValid(field.flipped) { Word($0) }
  }
}

/// The same, and no bus.
private struct Loose: SignalBundle {
  let address, data: ReadyValid<Word>

  init(_ field: FieldMaker) {
    address = ReadyValid(field) { Word($0) }
    data = ReadyValid(field) { Word($0) }
  }
}

private enum Wait { case none, forData, forAddress, forAnswer }

/// A manager whose streams wait, or not, for each other.
private final class Manager: Module {
  let bus = Writes(.output())
  let go = input(.bit)
  let wait: Wait
  init(_ wait: Wait) { self.wait = wait }
  var moduleName: String { "manager" }
  var documentation: Documentation { Documentation("Writes.") }
  static let line = #line + 2
  var body: Behavior {
    bus.address.valid <== (wait == .forData ? go && bus.data.ready : go)
    bus.data.valid <== (wait == .forAddress ? go && bus.address.ready : go)
    bus.answer.ready <== (wait == .forAnswer ? bus.answer.valid && bus.data.ready : Signal(1, .bit))
    bus.address.payload.data <== 0
    bus.data.payload.data <== 0
  }
}

/// Passes words on, to the address only with data, and is a child.
private final class Around: Module {
  let go = input(.bit)
  let gone = output(.bit)
  let passer = Passer()
  let waits: Bool
  init(waits: Bool) { self.waits = waits }
  var documentation: Documentation { Documentation("Gives words.") }
  var body: Behavior {
    passer.bus.address.valid <== (waits ? go && passer.bus.data.ready : go)
    passer.bus.data.valid <== go
    passer.bus.address.payload.data <== 0
    passer.bus.data.payload.data <== 0
    passer.bus.answer.ready <== 1
    gone <== (passer.bus.address.fires && passer.bus.data.fires)
  }
}

private final class Passer: Module {
  let bus = Writes(.input())
  let isFull = register(.bit, reset: 0)
  var documentation: Documentation { Documentation("Takes words.") }
  var body: Behavior {
    bus.address.ready <== !isFull
    bus.data.ready <== !isFull
    when(bus.data.fires) { isFull <== bus.data.payload.data[0] }
    bus.answer.valid <== isFull
    bus.answer.payload.data <== 0
    when(bus.answer.fires) { isFull <== 0 }
  }
}

/// Two streams that are no bus may follow each other.
private final class LooseManager: Module {
  let pair = Loose(.output())
  let go = input(.bit)
  var documentation: Documentation { Documentation("Gives words.") }
  var body: Behavior {
    pair.address.valid <== (go && pair.data.ready)
    pair.data.valid <== go
    pair.address.payload.data <== 0
    pair.data.payload.data <== 0
  }
}

@Suite("Streams of a bus that wait for each other")
struct BusHandshakeTests {
  private func mistakes(_ module: @autoclosure () -> some Module) -> [Diagnostic] {
    do {
      _ = try elaborate(module())
      return []
    } catch {
      return (error as? DiagnosticError)?.diagnostics ?? []
    }
  }

  @Test("A valid that follows the ready of another stream of its bus is refused, either way")
  func manager() throws {
    let address = mistakes(Manager(.forData))
    #expect(
      address.map(\.message) == [
        "valid of stream 'bus_address' of manager waits for ready of 'bus_data' of the same bus, "
          + "by 'bus_address_valid_o' -> 'bus_data_ready_i'; offer the item at once, and use fires "
          + "for what happens when it goes"
      ])
    #expect(address.first?.rule == .streamHandshake)
    #expect(address.first?.location?.line == Manager.line)
    let data = mistakes(Manager(.forAddress))
    #expect(data.count == 1 && data.first?.location?.line == Manager.line + 1)
  }

  @Test("A ready may follow anything, and streams that are no bus each other")
  func allowed() {
    #expect(mistakes(Manager(.none)) == [])
    #expect(mistakes(Manager(.forAnswer)) == [])
    #expect(mistakes(LooseManager()) == [])
  }

  @Test("The same where a parent drives the bus of a child")
  func child() throws {
    #expect(mistakes(Around(waits: false)) == [])
    let found = mistakes(Around(waits: true))
    #expect(found.count == 1 && found.first?.rule == .streamHandshake)
    #expect(
      found.first?.message.hasPrefix(
        "valid of stream 'bus_address' of instance 'passer' in around_waits waits for ready of "
          + "'bus_data' of the same bus, by ") == true, "\(found)")
  }

  @Test("A design may be told to")
  func allowing() throws {
    _ = try elaborate(Manager(.forData), allowing: [.streamHandshake])
  }
}
