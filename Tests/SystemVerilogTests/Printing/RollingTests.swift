import HardwareDSL
import HardwareIR
import SystemVerilog
import TestSupport
import Testing

/// Lanes side by side: an array of children, of words and of bits, and what is said of each.
final class Lanes: SampleModule {
  final class Lane: SampleModule {
    let value = input(.signed(4))
    let words = (0..<2).map { _ in output(.bits(4)) }
    let state = dataRegister(.signed(4))
    var body: Behavior {
      state <== value
      words[0] <== state.asBits
      words[1] <== ~state.asBits
    }
  }

  let enable = input(.bit)
  let values = (0..<4).map { _ in input(.signed(4), "a number of each lane") }
  let words = (0..<4).map { _ in (0..<2).map { _ in output(.bits(4)) } }
  let index = input(.unsigned(2))
  let isAny = output(.bit)
  let chosen = output(.signed(4))
  let starts = output(.bits(8))
  let lane = (0..<4).map { _ in Lane() }
  let held = (0..<4).map { _ in register(.signed(4), reset: 0) }
  let start = (0..<4).map { register(.unsigned(2), reset: $0) }

  var body: Behavior {
    section("Each lane")
    for (index, lane) in lane.enumerated() {
      lane.value <== held[index]
      when(enable) { held[index] <== values[index] }
      for word in 0..<2 { words[index][word] <== lane.words[word] }
    }
    section("All of them")
    isAny <== anyOf((0..<4).map { wire("isSet\($0)", values[$0] != 0) })
    // Bits of a vector that a block reads stand outside it.
    chosen <== 0
    decode(index, values: 0..<3) { number in chosen <== held[number] }
    // Unlike reset values keep registers apart.
    for index in 0..<4 { start[index] <== start[index] &+ 1 }
    starts <== concatenate(start.map(\.asBits))
    // Two loops over properties of one name.
    for index in 0..<2 { claim("Small\(index)", held[index] < 7) }
    for index in 2..<4 { claim("Small\(index)", !isAny || held[index] != 7) }
  }
}

/// Tables side by side, which nothing writes.
final class TableBank: SampleModule {
  let at = input(.unsigned(2))
  let words = (0..<4).map { _ in output(.bits(8)) }
  let table = (0..<4).map { _ in Memory(.bits(8), depth: 4, initial: [1, 2, 3, 4]) }
  var body: Behavior {
    for (index, table) in table.enumerated() {
      table.read(at: at)
      words[index] <== table.readData
    }
  }
}

@Suite("Arrays in the text")
struct RollingTests {
  private func text(_ module: any Module, _ arrays: ArrayForm = .rolled) throws -> String {
    let files = SystemVerilogEmitter(arrays: arrays).emit(try elaborate(module))
    return try #require(files.last).text
  }

  @Test("Arrays are vectors, and lanes are loops")
  func lanes() throws {
    expectSnapshot(try text(Lanes()), "lanes.sv")
  }

  @Test("Where blocks may select bits, they select those of vectors")
  func selections() throws {
    let files = SystemVerilogEmitter(profile: .systemVerilog2017).emit(try elaborate(Lanes()))
    let text = try #require(files.last).text
    #expect(text.contains("2'd1: chosen_o = held_q[7:4];"))
    #expect(!text.contains("held_1"))
  }

  @Test("Memories are loops, those that nothing writes too")
  func tables() throws {
    let text = try text(TableBank())
    #expect(text.contains("for (genvar i = 0; i < 4; i++) begin : gen_table"))
    #expect(text.contains("table_bank_table_0 u_table ("))
    #expect(text.contains("  assign words_o = table_read_data;"))
  }

  @Test("Several instances and claims of one array in a turn have names of their own")
  func pairs() throws {
    final class Pairs: SampleModule {
      let values = (0..<4).map { _ in input(.signed(4)) }
      let others = (0..<4).map { _ in input(.signed(4)) }
      let words = (0..<4).map { _ in (0..<2).map { _ in output(.bits(4)) } }
      let lane = (0..<4).map { _ in Lanes.Lane() }
      var body: Behavior {
        for index in 0..<4 {
          lane[index].value <== (index.isMultiple(of: 2) ? values : others)[index]
          words[index] <== lane[index].words
          claim("Low\(index)", index.isMultiple(of: 2) ? values[index] < 7 : others[index] < 6)
        }
      }
    }
    let text = try text(Pairs())
    let instances = text.matches(of: /lane (u_lane\w*) \(/).map { String($0.1) }
    #expect(instances == ["u_lane", "u_lane_b"])
    let labels = text.matches(of: /begin : (Low\w*)/).map { String($0.1) }
    #expect(labels == ["Low", "Low_2"])
  }
}
