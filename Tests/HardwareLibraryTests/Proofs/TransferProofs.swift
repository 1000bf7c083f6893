import BenchSupport
import HardwareDSL
import HardwareIR

@testable import HardwareLibrary

extension LibraryProofs {
  /// Of what is between requests and a bus.
  static let transfers: [UnitProof] = [
    UnitProof(
      "OrderedFork",
      "the stream rules, every item once to each stream, the first before the second",
      in: .daily
    ) {
      try elaborate(
        Proven(OrderedFork<Item> { Item($0(.bits(2))) }) { unit in claimOrder(of: unit) })
    } bug: {
      $0.sticking("is_open", at: 1)
    },
    UnitProof("StreamQueue", "the stream rules, every item once and in order", .cycles(8)) {
      try elaborate(
        Proven(StreamQueue<Item>(depth: 3) { Item($0(.bits(2))) }) { unit in
          claimOrder(from: unit.input, to: unit.output, capacity: 3)
        })
    } bug: {
      $0.sticking("push", at: 0)
    },
    UnitProof("TransferResults", "the stream rules, one result a request, with its first error") {
      try elaborate(Proven(TransferResults(addressBits: 2)) { unit in claimResults(of: unit) })
    } bug: {
      $0.sticking("input_ready_o", at: 1)
    },
    UnitProof("LinearRequests", "the stream rules, nothing allowed outside of an open window") {
      try elaborate(
        Proven(LinearRequests(addressBits: 4, bytesBits: 3, windows: 2)) { unit in
          claimWindows(of: unit)
        })
    } bug: {
      $0.sticking("is_inside", at: 1)
    },
    UnitProof("StrideCheck", "no row allowed unless all lie in one open window") {
      let sizes = RequestSizes(addressBits: 3, bytesBits: 2, windows: 2)
      return try elaborate(
        Proven(StrideCheck(sizes, rowsBits: 2)) { unit in claimWindows(of: unit) })
    } bug: {
      $0.sticking("is_inside", at: 1)
    },
    UnitProof(
      "StridedRequests", "the stream rules, every row that is allowed in a window", .cycles(8)
    ) {
      try elaborate(
        Proven(StridedRequests(addressBits: 3, bytesBits: 2, rowsBits: 2, windows: 1)) { unit in
          claimRanges(of: unit)
        })
    } bug: {
      $0.sticking("is_inside", at: 1)
    },
    UnitProof("ByteAligner", "the stream rules, every byte of a packet once, in its lane") {
      try elaborate(Proven(ByteAligner(dataBits: 32)) { unit in claimMoves(of: unit, lanes: 4) })
    } bug: {
      $0.sticking("skips", at: 0)
    },
    UnitProof("AXI4StreamReceiver", "the stream rules, every byte once and in order") {
      try elaborate(
        Proven(AXI4StreamReceiver(dataBits: 16)) { unit in claimBytes(of: unit, lanes: 2) })
    } bug: {
      $0.sticking("input_ready_o", at: 1)
    },
    UnitProof("StrideWalker", "the stream rules, every row once and in order") {
      try elaborate(
        Proven(StrideWalker(addressBits: 3, rowsBits: 2)) { unit in claimRows(of: unit) })
    } bug: {
      $0.sticking("is_last", at: 1)
    },
    UnitProof(
      "BurstSplitter", "every byte once and in order, no burst across 4 KiB", of: "64 bits"
    ) {
      try elaborate(
        Proven(BurstSplitter(addressBits: 14, dataBits: 64)) { unit in claimBursts(of: unit) })
    } bug: {
      $0.sticking("is_in_last", at: 1)
    },
    UnitProof(
      "BurstSplitter", "every byte once and in order, no burst across 4 KiB", of: "1024 bits"
    ) {
      try elaborate(
        Proven(BurstSplitter(addressBits: 14, dataBits: 1024)) { unit in claimBursts(of: unit) })
    } bug: {
      $0.sticking("is_in_last", at: 0)
    },
    UnitProof("AXI4WriteBeats", "every beat once, strobes for the bytes of the burst alone") {
      let shape = BurstShape(addressBits: 8, dataBits: 32, beatsMax: 4)
      return try elaborate(
        Proven(AXI4WriteBeats(shape)) { unit in claimStrobes(of: unit, lanes: 4) })
    } bug: {
      $0.sticking("is_last", at: 1)
    },
    UnitProof("AXI4ReadReturn", "every beat once, as many made up as a burst has") {
      let shape = BurstShape(addressBits: 8, dataBits: 16, beatsMax: 4)
      return try elaborate(Proven(AXI4ReadReturn(shape)) { unit in claimReturns(of: unit) })
    } bug: {
      $0.sticking("ends", at: 1)
    },
  ]

  /// A master that is small, with bursts of 4 KiB if they are to be as long as can be.
  private static func reader(
    dataBits: Int, beatsMax: Int,
    @HardwareBuilder _ rules: @escaping (AXI4ReadMaster<LinearRequests>) -> Behavior
  ) throws -> Circuit {
    try elaborate(
      Proven(
        AXI4ReadMaster(
          LinearRequests(addressBits: 13, bytesBits: 2, windows: 1), dataBits: dataBits,
          beatsMax: beatsMax, outstanding: 2)
      ) { unit in rules(unit) })
  }

  private static func writer(
    dataBits: Int, beatsMax: Int,
    @HardwareBuilder _ rules: @escaping (AXI4WriteMaster<LinearRequests>) -> Behavior
  ) throws -> Circuit {
    try elaborate(
      Proven(
        AXI4WriteMaster(
          LinearRequests(addressBits: 13, bytesBits: 2, windows: 1), dataBits: dataBits,
          beatsMax: beatsMax, outstanding: 2)
      ) { unit in rules(unit) })
  }

  /// Of masters and interconnects.
  static let buses: [UnitProof] = [
    UnitProof(
      "AXI4ReadMaster", "the stream rules, every burst inside a window and in 4 KiB", .cycles(8)
    ) {
      try reader(dataBits: 16, beatsMax: 256) { unit in
        claimBurst(unit.bus.ar, laneBits: 1, in: unit.windows)
      }
    } bug: {
      $0.sticking("is_inside", at: 1)
    },
    UnitProof("AXI4ReadMaster", "one result for each request", .cycles(10)) {
      try reader(dataBits: 8, beatsMax: 1) { unit in
        let open = ghost(register("ghostBursts", .unsigned(3), reset: 0))
        countBursts(open, unit.bus.ar.fires, unit.bus.r.fires && unit.bus.r.payload.last)
        claimAnswers(
          unit.requests, unit.results,
          isQuiet: open == 0 && !unit.bus.ar.valid && unit.beats.ready, cyclesMax: 7)
      }
    } bug: {
      $0.sticking("is_taken_q", at: 0)
    },
    UnitProof("AXI4ReadMaster", "a result follows the last beat", .cycles(10)) {
      try reader(dataBits: 16, beatsMax: 1) { unit in
        claimResultsFollow(unit.requests, unit.beats, unit.results)
      }
    } bug: {
      $0.sticking("is_open", at: 1)
    },
    UnitProof("AXI4UnalignedReadMaster", "a result follows the last beat", .cycles(10)) {
      try elaborate(
        Proven(
          AXI4UnalignedReadMaster(
            LinearRequests(addressBits: 13, bytesBits: 2, windows: 1), dataBits: 16, beatsMax: 1,
            outstanding: 2)
        ) { unit in claimResultsFollow(unit.requests, unit.beats, unit.results) })
    } bug: {
      $0.sticking("is_free", at: 1)
    },
    UnitProof(
      "AXI4WriteMaster", "the stream rules, every burst inside a window and in 4 KiB", .cycles(8)
    ) {
      try writer(dataBits: 16, beatsMax: 256) { unit in
        claimBurst(unit.bus.aw, laneBits: 1, in: unit.windows)
      }
    } bug: {
      $0.sticking("is_inside", at: 1)
    },
    UnitProof("AXI4WriteMaster", "one result for each request", .cycles(10)) {
      try writer(dataBits: 8, beatsMax: 1) { unit in
        let open = ghost(register("ghostBursts", .unsigned(3), reset: 0))
        countBursts(open, unit.bus.aw.fires, unit.bus.b.fires)
        claimAnswers(
          unit.requests, unit.results,
          isQuiet: open == 0 && !unit.bus.aw.valid && unit.beats.valid, cyclesMax: 7)
      }
    } bug: {
      $0.sticking("is_taken_q", at: 0)
    },
    UnitProof("AXI4ReadInterconnect", "the stream rules, every beat to its master, none lost") {
      try elaborate(
        Proven(
          AXI4ReadInterconnect(
            masters: 3, AXI4Shape(addressBits: 3, dataBits: 8, idBits: 1))
        ) { unit in
          claimReturns(to: unit.masters, from: unit.port, idBits: 1)
        })
    } bug: {
      $0.sticking("beat1_valid", at: 1)
    },
    UnitProof(
      "AXI4ReadInterconnect", "no burst passed over by more than one of each other master",
      .reachability
    ) {
      try elaborate(
        Proven(
          AXI4ReadInterconnect(masters: 3, AXI4Shape(addressBits: 1, dataBits: 8))
        ) { unit in
          claimFairness(unit.masters.map(\.ar), goes: unit.port.ar.fires, passesMax: 2)
        })
    } bug: {
      $0.sticking("preferred_0_q", at: 0).sticking("preferred_1_q", at: 0)
    },
    UnitProof(
      "AXI4WriteInterconnect", "no burst passed over by more than one of each other master",
      .reachability
    ) {
      try elaborate(
        Proven(
          AXI4WriteInterconnect(
            masters: 3, AXI4Shape(addressBits: 1, dataBits: 8), ahead: 2)
        ) { unit in
          let bursts = unit.masters.map(\.aw)
          claimFairness(bursts, goes: anyOf(bursts.map(\.fires)), passesMax: 2)
        })
    } bug: {
      $0.sticking("preferred_0_q", at: 0).sticking("preferred_1_q", at: 0)
    },
    UnitProof(
      "AXI4WriteInterconnect", "the stream rules, beats in the order of the bursts", .cycles(10)
    ) {
      try elaborate(
        Proven(
          AXI4WriteInterconnect(
            masters: 2, AXI4Shape(addressBits: 3, dataBits: 8), ahead: 2)
        ) { unit in claimOrder(of: unit) })
    } bug: {
      $0.sticking("is_open", at: 1)
    },
    UnitProof(
      "AXI4UnalignedReadMaster", "the stream rules, every burst inside a window and in 4 KiB",
      .cycles(8)
    ) {
      try elaborate(
        Proven(
          AXI4UnalignedReadMaster(
            LinearRequests(addressBits: 13, bytesBits: 2, windows: 1), dataBits: 16,
            outstanding: 2)
        ) { unit in claimBurst(unit.bus.ar, laneBits: 1, in: unit.windows) })
    } bug: {
      $0.sticking("is_inside", at: 1)
    },
    UnitProof(
      "AXI4UnalignedWriteMaster", "the stream rules, every burst inside a window and in 4 KiB",
      .cycles(8)
    ) {
      try elaborate(
        Proven(
          AXI4UnalignedWriteMaster(
            LinearRequests(addressBits: 13, bytesBits: 2, windows: 1), dataBits: 16,
            outstanding: 2)
        ) { unit in claimBurst(unit.bus.aw, laneBits: 1, in: unit.windows) })
    } bug: {
      $0.sticking("is_inside", at: 1)
    },
    UnitProof("AXI4Interconnect", "the stream rules, every beat to its reader, none lost") {
      try elaborate(
        Proven(
          AXI4Interconnect(
            readers: 2, writers: 1, AXI4Shape(addressBits: 3, dataBits: 8, idBits: 1))
        ) { unit in claimReturns(to: unit.readers, from: unit.port.reads, idBits: 1) })
    } bug: {
      $0.sticking("beat1_valid", at: 1)
    },
  ]
}
