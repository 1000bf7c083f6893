import HardwareDSL
import TestSupport
import Testing

/// What a master asks for.
struct BusRequest: SignalBundle {
  let address: Signal
  let data: Signal
  init(_ field: FieldMaker) {
    address = field(.unsigned(4))
    data = field(.bits(8))
  }
}

/// Requests one way, a grant and words the other way.
struct Bus: SignalBundle {
  let valid: Signal
  let request: BusRequest
  let grant: Signal
  let words: ReadyValid<Item>
  init(_ field: FieldMaker) {
    valid = field(.bit, "a request is there")
    request = BusRequest(field)
    grant = field.flipped(.bit)
    words = ReadyValid(field.flipped) { Item($0(.bits(8))) }
  }
}

/// A slave with one word.
final class BusSlave: SampleModule {
  let bus = Bus(.input())
  let held = BusRequest(.register(reset: 0))
  let isFull = register(.bit, reset: 0)
  var body: Behavior {
    bus.grant <== !isFull
    when(bus.valid && bus.grant) {
      held <== bus.request
      isFull <== 1
    }.elseWhen(bus.words.fires) { isFull <== 0 }
    bus.words.valid <== isFull
    bus.words.payload.data <== held.data ^ concatenate(Signal(0, .bits(4)), held.address.asBits)
  }
}

/// One of several slaves at a time, a bus passed on, and bundles as bits.
final class BusBridge: SampleModule {
  let choice: Signal
  let bus = Bus(.input())
  let packed = output(.bits(12))
  let last = BusRequest(.output())
  let slaves: [BusSlave]
  init(banks: Int) {
    slaves = (0..<banks).map { _ in BusSlave() }
    choice = input(.unsigned(bitsToHold(banks - 1)))
  }
  var moduleName: String { "bus_bridge_\(slaves.count)" }
  var body: Behavior {
    for slave in slaves {
      slave.bus.valid <== 0
      slave.bus.request <== bus.request
      slave.bus.words.ready <== 0
    }
    let chosen = slaves.map(\.bus)[choice]
    chosen.valid <== bus.valid
    bus.grant <== chosen.grant
    bus.words <== chosen.words
    packed <== mux(bus.valid, bus.request, last).asBits
    last <== concatenate(bus.request.data, bus.request.address.asBits).asBundle(like: last)
  }
}

@Suite("Bundles as text")
struct BundleTests {
  @Test("Both ends of a bus have the same names, with the directions turned round")
  func ports() throws {
    let text = try EmittedTextTests.files(BusSlave()).last?.text ?? ""
    let start = try #require(text.range(of: "module bus_slave"))
    let end = try #require(text.range(of: ");\n"))
    expectText(
      String(text[start.lowerBound..<end.upperBound]),
      is: """
        module bus_slave (
          input  logic       clk_i,
          input  logic       rst_ni,

          input  logic       bus_valid_i,            // a request is there
          input  logic [3:0] bus_request_address_i,
          input  logic [7:0] bus_request_data_i,
          output logic       bus_grant_o,
          output logic       bus_words_valid_o,
          input  logic       bus_words_ready_i,
          output logic [7:0] bus_words_data_o
        );

        """)
  }
}
