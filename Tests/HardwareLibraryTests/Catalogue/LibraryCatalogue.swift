import HardwareDSL
import HardwareIR
import HardwareLibrary

/// The units that docs/catalogue.md shows, each with parameters of a usual size.
enum LibraryCatalogue {
  struct Unit: Sendable {
    /// The class.
    var name: String
    var module: @Sendable () -> any Module
  }

  struct Group: Sendable {
    var heading: String
    var units: [Unit]
  }

  static let groups = [
    Group(
      heading: "Streams",
      units: [
        Unit(name: "StreamRegister") { StreamRegister(width: 32) },
        Unit(name: "SkidBuffer") { SkidBuffer(width: 32) },
        Unit(name: "StreamFIFO") { StreamFIFO(width: 32, depth: 4) },
        Unit(name: "BypassFIFO") { BypassFIFO(width: 32, depth: 4) },
        Unit(name: "MemoryFIFO") { MemoryFIFO(width: 32, depth: 64) },
        Unit(name: "StreamQueue") { StreamQueue(depth: 64) { Item($0(.bits(32))) } },
        Unit(name: "DropFIFO") { DropFIFO(width: 32, depth: 64) },
        Unit(name: "ReplayFIFO") { ReplayFIFO(width: 32, depth: 64) },
        Unit(name: "MulticastFIFO") { MulticastFIFO(width: 32, depth: 64, readers: 2) },
        Unit(name: "StreamFork") { StreamFork(width: 32, count: 2) },
        Unit(name: "OrderedFork") { OrderedFork { Item($0(.bits(32))) } },
        Unit(name: "StreamArbiter") { StreamArbiter(width: 32, count: 4) },
        Unit(name: "PriorityArbiter") { PriorityArbiter(width: 32, count: 4) },
        Unit(name: "WeightedArbiter") { WeightedArbiter(width: 32, weights: [4, 2, 1, 1]) },
        Unit(name: "StreamUpsizer") { StreamUpsizer(width: 8, lanes: 4) },
        Unit(name: "StreamDownsizer") { StreamDownsizer(width: 8, lanes: 4) },
      ]),
    Group(
      heading: "Counting and arithmetic",
      units: [
        Unit(name: "LoopNest") { LoopNest(bits: [4, 6, 8]) },
        Unit(name: "ReductionTree") { AdderTree(count: 16, .signed(8)) },
        Unit(name: "ReductionTree") { MaximumTree(count: 16, .signed(8)) },
        Unit(name: "Requantizer") {
          Requantizer(lanes: 1, bits: 24, multiplierBits: 16, shift: 20, resultBits: 8)
        },
        Unit(name: "SerialDivider") { SerialDivider(quotientBits: 16, divisorBits: 8) },
        Unit(name: "PipelinedDivider") { PipelinedDivider(dividendBits: 16, divisorBits: 8) },
      ]),
    Group(
      heading: "Storage",
      units: [
        Unit(name: "DoubleBuffer") { DoubleBuffer(.bits(64), depth: 32) },
        Unit(name: "WindowRing") { WindowRing(.bits(64), depth: 256) },
        Unit(name: "SlidingWindow") { SlidingWindow(depth: 256) },
        Unit(name: "ByteMaskedMemory") { ByteMaskedMemory(bytes: 8, depth: 32) },
        Unit(name: "BankedMemory") {
          BankedMemory(.bits(64), depth: 32, banks: 4, ports: 4)
        },
      ]),
    Group(
      heading: "AXI4-Lite and registers",
      units: [
        Unit(name: "AXI4LiteWrites") { AXI4LiteWrites(addressBits: 12) },
        Unit(name: "AXI4LiteReads") { AXI4LiteReads(addressBits: 12) },
        Unit(name: "AXI4LiteRegisters") { AXI4LiteRegisters(DeviceMap.map) },
      ]),
    Group(
      heading: "Memory over AXI4",
      units: [
        Unit(name: "LinearRequests") { linear() },
        Unit(name: "StridedRequests") { strided() },
        Unit(name: "BurstSplitter") { BurstSplitter(addressBits: 32, dataBits: 64) },
        Unit(name: "TransferResults") { TransferResults(addressBits: 32) },
        Unit(name: "ByteAligner") { ByteAligner(dataBits: 64) },
        Unit(name: "AXI4ReadMaster") { AXI4ReadMaster(linear(), dataBits: 64) },
        Unit(name: "AXI4WriteMaster") { AXI4WriteMaster(linear(), dataBits: 64) },
        Unit(name: "AXI4UnalignedReadMaster") {
          AXI4UnalignedReadMaster(strided(), dataBits: 64)
        },
        Unit(name: "AXI4UnalignedWriteMaster") {
          AXI4UnalignedWriteMaster(strided(), dataBits: 64)
        },
        Unit(name: "AXI4ReadInterconnect") {
          AXI4ReadInterconnect(masters: 3, AXI4Shape(dataBits: 64))
        },
        Unit(name: "AXI4WriteInterconnect") {
          AXI4WriteInterconnect(masters: 2, AXI4Shape(dataBits: 64))
        },
        Unit(name: "AXI4Interconnect") {
          AXI4Interconnect(readers: 3, writers: 2, AXI4Shape(dataBits: 64))
        },
        Unit(name: "AXI4StreamReceiver") { AXI4StreamReceiver(dataBits: 64) },
      ]),
    Group(
      heading: "Between clock domains",
      units: [
        Unit(name: "AsynchronousFIFO") { AsynchronousFIFO(width: 32, depth: 8) },
        Unit(name: "PulseSynchronizer") { PulseSynchronizer() },
        Unit(name: "ResetSynchronizer") { ResetSynchronizer() },
        Unit(name: "ResetHandshake") { ResetHandshake() },
      ]),
  ]

  private static func linear() -> LinearRequests {
    LinearRequests(addressBits: 32, bytesBits: 24, windows: 2)
  }

  private static func strided() -> StridedRequests {
    StridedRequests(addressBits: 32, bytesBits: 16, rowsBits: 12, windows: 2)
  }

  static let units = groups.flatMap(\.units)
}
