import HardwareDSL
import HardwareIR
import TestSupport
import Testing

/// What an expression that several statements read is called.
@Suite struct TemporaryNameTests {
  private func wires(_ module: any Module) throws -> [String: ElementName?] {
    Dictionary(
      uniqueKeysWithValues: try elaborate(module).top.wires
        .filter { $0.role == .temporary }.map { ($0.name, $0.element) })
  }

  @Test("The transfer of a stream is called after the stream, as an element of an array of them")
  func transfers() throws {
    final class Relay: TestModule {
      let input = ReadyValid<Item>.input(.bits(4))
      let output = ReadyValid<Item>.output(.bits(4))
      var body: Behavior { output <== input }
    }
    final class Transfers: TestModule {
      let lane = (0..<2).map { _ in ReadyValid<Item>.input(.bits(4)) }
      let axis = ReadyValid<Item>.input(prefix: "s_axis_t", valid: "valid", ready: "ready") {
        Item($0(.bits(4)))
      }
      let relay = Relay()
      let count = output(.unsigned(3))
      let any = output(.bit)
      var body: Behavior {
        lane[0].ready <== 1
        lane[1].ready <== 1
        axis.ready <== lane[0].valid
        relay.input.valid <== axis.valid
        relay.input.payload <== axis.payload
        relay.output.ready <== 1
        let fires = lane.map(\.fires) + [axis.fires, relay.output.fires]
        count <== sum(of: fires.map(\.asUnsigned))
        any <== anyOf(fires) || allOf(lane.map(\.payload.data).map(\.isAnySet))
          || (axis.payload.data ^ relay.output.payload.data).isAnySet
      }
    }
    // Among them are the ports of the relay.
    #expect(
      try wires(Transfers()).filter { $0.key.hasSuffix("fires") } == [
        "lane_0_fires": ElementName(stem: "lane_fires", indices: [0]),
        "lane_1_fires": ElementName(stem: "lane_fires", indices: [1]),
        "s_axis_fires": nil, "relay_output_fires": nil,
      ])
  }

  @Test("A second temporary of one role is called after its operands")
  func operands() throws {
    final class Shared: TestModule {
      let a = input(.bits(4))
      let b = input(.bits(4))
      let c = input(.bits(4))
      let first = output(.bits(4))
      let second = output(.bits(4))
      var body: Behavior {
        let (left, right) = (a & b, ~b & c)
        let last = b | c
        first <== left ^ right ^ last
        second <== concatenate(left[0...1], right[0...1]) ^ last
      }
    }
    #expect(
      Set(try wires(Shared()).keys) == ["first_term", "first_term_2", "b_or_c"])
  }

  @Test("A name that is taken is left to what has it")
  func taken() throws {
    final class Taken: TestModule {
      let lane = ReadyValid<Item>.input(.bits(4))
      let laneFires = input(.bit)
      let result = output(.bit)
      let other = output(.bit)
      var body: Behavior {
        lane.ready <== laneFires
        let fires = lane.fires
        result <== fires && lane.payload.data.isAnySet
        other <== fires || laneFires
      }
    }
    #expect(Set(try wires(Taken()).keys) == ["lane_fires"])
  }
}
