import HardwareDSL
import HardwareIR
import Testing

/// Streams whose valid waits for ready, with the full text of the error.
@Suite struct HandshakeDiagnosticTests {
  private static let remedy =
    "; offer the item at once, and use fires for what happens when it goes [stream-handshake]"

  final class Waiting: TestModule {
    let go = input(.bit)
    let items = ReadyValid<Item>.output { field in Item(field(.bits(4))) }
    static let line = #line + 3
    var body: Behavior {
      let mayGo = wire("mayGo", go && items.ready)
      items.valid <== mayGo
      items.payload.data <== 3
    }
  }

  @Test("valid of a module's own stream does not wait for ready")
  func own() throws {
    expectRefusal(
      Waiting(),
      error(at: Waiting.line)
        + "valid of stream 'items' of waiting waits for its ready, by 'items_valid_o' -> 'may_go' "
        + "-> 'items_ready_i'" + Self.remedy)
    #expect(try elaborate(Waiting(), allowing: [.streamHandshake]).warnings.isEmpty)
  }

  final class Sink: TestModule {
    let items = ReadyValid<Item>.input { field in Item(field(.bits(4))) }
    let isOpen = register(.bit, reset: 0)
    let y = output(.bits(4))
    var body: Behavior {
      items.ready <== isOpen
      isOpen <== !isOpen
      y <== mux(items.fires, items.payload.data, 0)
    }
  }

  @Test("valid into a child does not wait for the child's ready")
  func child() {
    final class Parent: TestModule {
      let go = input(.bit)
      let y = output(.bits(4))
      let sink = Sink()
      static let line = #line + 2
      var body: Behavior {
        sink.items.valid <== (go && sink.items.ready)
        sink.items.payload.data <== 5
        y <== sink.y
      }
    }
    expectRefusal(
      Parent(),
      error(at: Parent.line)
        + "valid of stream 'items' of instance 'sink' in parent waits for its ready, by "
        + "'sink_items_ready'" + Self.remedy)
  }

  @Test("ready may wait for valid, and both for another stream")
  func allowed() throws {
    final class Pairing: TestModule {
      let left = ReadyValid<Item>.input { field in Item(field(.bits(4))) }
      let right = ReadyValid<Item>.input { field in Item(field(.bits(4))) }
      let both = ReadyValid<Item>.output { field in Item(field(.bits(8))) }
      var body: Behavior {
        both.valid <== (left.valid && right.valid)
        both.payload.data <== concatenate(left.payload.data, right.payload.data)
        left.ready <== both.fires
        right.ready <== both.fires
      }
    }
    _ = try elaborate(Pairing())
  }
}
