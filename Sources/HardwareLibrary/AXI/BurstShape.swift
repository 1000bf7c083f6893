import HardwareDSL
import HardwareIR

/// The sizes of bursts, and where an address lies in them: in a block, a beat and a lane.
struct BurstShape: Hashable {
  let addressBits: Int
  let laneBits: Int
  let blockBits: Int
  private let given: (addressBits: Int, dataBits: Int, beatsMax: Int)

  init(addressBits: Int, dataBits: Int, beatsMax: Int) {
    given = (addressBits, dataBits, beatsMax)
    let lanes = (dataBits / 8).clamped(to: 1...128)
    laneBits = bitsToHold(lanes - 1)
    let beats = beatsMax.clamped(to: 1...256)
    blockBits = min(Self.pageBits, laneBits + bitsToHold(beats - 1))
    self.addressBits = addressBits.clamped(to: (blockBits + 1)...64)
  }

  /// Of 4 KiB, which no burst of AXI may cross.
  static let pageBits = 12

  static func == (left: BurstShape, right: BurstShape) -> Bool { left.sizes == right.sizes }
  func hash(into hasher: inout Hasher) { hasher.combine(sizes) }
  private var sizes: [Int] { [addressBits, laneBits, blockBits] }

  var beatBits: Int { blockBits - laneBits }
  /// Of a beat.
  var dataBytes: Int { 1 << laneBits }
  var dataBits: Int { 8 << laneBits }
  var blockBytes: Int { 1 << blockBits }
  /// Of the longest burst.
  var beats: Int { 1 << beatBits }

  var moduleWord: String { "a\(addressBits)_d\(dataBits)_n\(beats)" }

  func block(of address: Signal) -> Signal { address.shiftedRight(by: blockBits) }
  /// In a block.
  func offset(of address: Signal) -> Signal { address.truncated(to: blockBits) }
  func beat(of offset: Signal) -> Signal { offset.shiftedRight(by: laneBits) }
  func lane(of address: Signal) -> Signal { address.truncated(to: laneBits) }

  func bus(idBits: Int = 0) -> AXI4Shape {
    AXI4Shape(addressBits: addressBits, dataBits: dataBits, idBits: idBits)
  }

  /// - Parameter unit: As "a BurstSplitter".
  func limits(of unit: String, at place: SourceLocation) -> [Requirement] {
    [
      require(
        given.dataBits == dataBits,
        "\(unit) of beats of \(given.dataBits) bits; give them a power of two from 8 to 1024",
        at: place),
      require(
        (1...256).contains(given.beatsMax) && given.beatsMax.nonzeroBitCount == 1,
        "\(unit) of bursts of \(given.beatsMax) beats; give them a power of two from 1 to 256",
        at: place),
      require(
        given.addressBits == addressBits,
        "\(unit) of addresses of \(given.addressBits) bits and bursts of \(blockBytes) bytes; "
          + "give addresses \(blockBits + 1) to 64 bits",
        at: place),
    ]
  }

  /// Those of a unit that moves bytes from lane to lane.
  func alignedLimits(of unit: String, at place: SourceLocation) -> [Requirement] {
    limits(of: unit, at: place) + [
      require(
        given.dataBits != 8,
        "\(unit) of beats of 8 bits, in which nothing can be unaligned; give them 16 to 1024, or "
          + "use the unit for aligned ranges",
        at: place)
    ]
  }
}
