import BenchSupport
import HardwareDSL

@testable import HardwareLibrary

/// The units between requests and a bus whose slips are tried, with the checks that may notice
/// them.
enum TransferUnits {
  static let all: [MutatedUnit] = requests + bursts + masters + interconnects

  private static let sizes = RequestSizes(addressBits: 14, bytesBits: 9, windows: 4)

  private static func alone(_ asking: TestedMaster.Asking) -> [MutatedUnit.Check] {
    (0..<4).map { window in
      { try await RequestTests().alone(window: window, asking: asking) }
    }
  }

  private static let requests: [MutatedUnit] = [
    MutatedUnit(
      "LinearRequests", LinearRequests(addressBits: 14, bytesBits: 13, windows: 4),
      [{ try await RequestTests().linear() }] + alone(.linear)),
    MutatedUnit(
      "StrideCheck", StrideCheck(sizes, rowsBits: 4),
      [
        { try await RequestTests().check() },
        { try await RequestTests().latency(rows: 5, cycles: 6) },
      ] + alone(.strided)),
    MutatedUnit(
      "StrideWalker", StrideWalker(addressBits: 14, rowsBits: 4),
      [{ try await RequestTests().walker() }]),
    MutatedUnit(
      "StridedRequests",
      StridedRequests(addressBits: 14, bytesBits: 9, rowsBits: 4, windows: 4),
      [{ try await RequestTests().strided() }] + alone(.strided)),
    MutatedUnit(
      "StreamQueue", StreamQueue(depth: 33) { Item($0(.bits(33))) },
      [{ try await StreamStageTests().queue(depth: 33) }]),
    MutatedUnit(
      "OrderedFork", OrderedFork { Item($0(.bits(33))) },
      [{ try await RequestTests().fork() }]),
    MutatedUnit(
      "TransferResults", TransferResults(addressBits: 12),
      [{ try await RequestTests().results() }]),
    MutatedUnit(
      "BurstSplitter", BurstSplitter(addressBits: 14, dataBits: 64, beatsMax: 4),
      [{ try await RequestTests().splitter(dataBits: 64, beatsMax: 4) }]),
    MutatedUnit(
      "AXI4StreamReceiver", AXI4StreamReceiver(dataBits: 32),
      [{ try await AXI4StreamTests().receives(dataBits: 32) }]),
    MutatedUnit(
      "ByteAligner", ByteAligner(dataBits: 32),
      [{ try await ByteAlignerTests().moves(dataBits: 32) }]),
  ]

  private static let shape = BurstShape(addressBits: 14, dataBits: 32, beatsMax: 4)
  private static let reads: [MutatedUnit.Check] = [
    { try await AXI4ReadMasterTests().reads(dataBits: 32, beatsMax: 4, outstanding: 3) },
    { for beat in [0, 99] { try await MasterRulesTests().breaksOff(lastBeat: beat) } },
  ]
  private static let writes: [MutatedUnit.Check] = [
    { try await AXI4WriteMasterTests().writes(dataBits: 32, beatsMax: 4, outstanding: 3) }
  ]

  private static let bursts: [MutatedUnit] = [
    MutatedUnit("AXI4ReadReturn", AXI4ReadReturn(shape), reads),
    MutatedUnit("AXI4RangeReader", AXI4RangeReader(shape, outstanding: 3), reads),
    MutatedUnit("AXI4WriteBeats", AXI4WriteBeats(shape), writes),
    MutatedUnit("AXI4WriteReturn", AXI4WriteReturn(shape), writes),
    MutatedUnit("AXI4RangeWriter", AXI4RangeWriter(shape, outstanding: 3), writes),
  ]

  private static func windows(_ kind: Int) -> MutatedUnit.Check {
    { try await MasterRulesTests().windows(kind: kind) }
  }

  private static let masters: [MutatedUnit] = [
    MutatedUnit(
      "AXI4ReadMaster",
      AXI4ReadMaster(TestedMaster.linear(), dataBits: 32, beatsMax: 4, outstanding: 3),
      [
        windows(0),
        { try await AXI4ReadMasterTests().reads(dataBits: 32, beatsMax: 4, outstanding: 3) },
      ]),
    MutatedUnit(
      "AXI4WriteMaster",
      AXI4WriteMaster(TestedMaster.linear(), dataBits: 32, beatsMax: 4, outstanding: 3),
      [
        windows(2),
        { try await AXI4WriteMasterTests().writes(dataBits: 32, beatsMax: 4, outstanding: 3) },
      ]),
    MutatedUnit(
      "AXI4UnalignedReadMaster",
      AXI4UnalignedReadMaster(
        TestedMaster.linear(), dataBits: 32, beatsMax: 4, outstanding: 3),
      [
        windows(1),
        { try await AXI4ReadMasterTests().packs(dataBits: 32, beatsMax: 4, outstanding: 3) },
        { for beat in [0, 99] { try await MasterRulesTests().breaksOff(lastBeat: beat) } },
      ]),
    MutatedUnit(
      "AXI4UnalignedWriteMaster",
      AXI4UnalignedWriteMaster(
        TestedMaster.linear(), dataBits: 32, beatsMax: 4, outstanding: 3),
      [
        windows(3),
        { try await AXI4WriteMasterTests().packed(dataBits: 32, beatsMax: 4, outstanding: 3) },
      ]),
  ]

  private static let shared = AXI4Shape(addressBits: 16, dataBits: 16, idBits: 2)

  private static let interconnects: [MutatedUnit] = [
    MutatedUnit(
      "AXI4ReadInterconnect", AXI4ReadInterconnect(masters: 3, shared),
      [{ try await AXI4InterconnectTests().reads(masters: 3) }]),
    MutatedUnit(
      "AXI4WriteInterconnect", AXI4WriteInterconnect(masters: 3, shared, ahead: 3),
      [{ try await AXI4InterconnectTests().writes(masters: 3) }]),
    MutatedUnit(
      "AXI4Interconnect", AXI4Interconnect(readers: 2, writers: 3, shared, ahead: 2),
      [{ try await AXI4InterconnectTests().both(readers: 2, writers: 3) }]),
  ]
}
