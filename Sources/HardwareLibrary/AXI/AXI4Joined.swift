import HardwareDSL
import HardwareIR

// What the interconnects share: ids with the number of a master above that which the master gave.

extension AXI4Shape {
  static let dataSizes = [8, 16, 32, 64, 128, 256, 512, 1024]

  /// - Parameter masters: How many share a port, whose ids have their numbers as well.
  func limits(of unit: String, joining masters: Int, at place: SourceLocation) -> [Requirement] {
    [
      .addressBits(addressBits, of: unit, at: place),
      require(
        Self.dataSizes.contains(dataBits),
        "\(unit) of beats of \(dataBits) bits; give them a power of two from 8 to 1024", at: place),
      .size(
        idBits, in: Self.idBits(joining: masters), "\(unit) of ids of \(idBits) bits", at: place),
    ]
  }

  private static func idBits(joining masters: Int) -> ClosedRange<Int> {
    let masters = masters.clamped(to: UnitSizes.masters)
    return 0...(UnitSizes.idBits.upperBound - bitsToHold(masters - 1))
  }

  /// The nearest one that is possible.
  func clamped(joining masters: Int) -> AXI4Shape {
    AXI4Shape(
      addressBits: addressBits.clamped(to: UnitSizes.addressBits),
      dataBits: Self.dataSizes.last { $0 <= dataBits } ?? 8,
      idBits: idBits.clamped(to: Self.idBits(joining: masters)))
  }

  var moduleWord: String { "a\(addressBits)_d\(dataBits)_i\(idBits)" }

  /// Of a port that so many masters of this one share.
  public func joining(_ masters: Int) -> AXI4Shape {
    AXI4Shape(
      addressBits: addressBits, dataBits: dataBits, idBits: idBits + bitsToHold(masters - 1))
  }

  func master(of id: Signal, _ masters: Int) -> Signal { id.shiftedRight(by: idBits) }

  func idOfMaster(_ id: Signal) -> Signal { id.truncated(to: idBits) }

  /// What the port has to keep to.
  @HardwareBuilder func assumeMasterExists<Payload: SignalBundle>(
    _ answers: ReadyValid<Payload>, id: Signal, _ masters: Int
  ) -> Behavior {
    if masters.nonzeroBitCount > 1 {
      assume(
        "MasterExists", !answers.valid || master(of: id, masters) <= .number(masters - 1),
        "an answer is for a master that there is")
    }
  }
}

extension AXI4Burst {
  /// The burst with zeros above its id.
  func extendingID(to bits: Int) -> AXI4Burst {
    AXI4Burst(
      id: id.extended(to: bits), addr: addr, len: len, size: size, burst: burst, cache: cache,
      prot: prot)
  }

  /// The burst of a master with its number in the id.
  func tagged(_ master: Int, of masters: Int) -> AXI4Burst {
    let number = Signal(master, .unsigned(bitsToHold(masters - 1)))
    return AXI4Burst(
      id: concatenate(number, id).asUnsigned, addr: addr, len: len, size: size, burst: burst,
      cache: cache, prot: prot)
  }
}

extension Documentation.Paths {
  /// Of bursts that are joined in one stream.
  static func joining(
    _ masters: [ReadyValid<AXI4Burst>], _ port: ReadyValid<AXI4Burst>
  ) -> [Documentation.Path] {
    let valid = masters.map(\.valid)
    let choice: [Documentation.Path] =
      masters.count == 1 ? [] : [.path(from: valid, to: port.payload, masters.map(\.ready))]
    return choice + [
      .path(from: valid, to: port.valid), .path(from: port.ready, to: masters.map(\.ready)),
    ] + Documentation.Path.fields(of: masters.map(\.payload), to: [port.payload])
  }

  /// Of answers that are led to masters.
  static func returning<Payload: SignalBundle>(
    _ port: ReadyValid<Payload>, _ masters: [ReadyValid<Payload>], id: Signal
  ) -> [Documentation.Path] {
    let choice: [Documentation.Path] =
      masters.count == 1 ? [] : [.path(from: id, to: masters.map(\.valid), port.ready)]
    return choice + [
      .path(from: port.valid, to: masters.map(\.valid)),
      .path(from: masters.map(\.ready), to: port.ready),
    ] + Documentation.Path.fields(of: [port.payload], to: masters.map(\.payload))
  }
}
