import HardwareDSL

/// A unit with claims beside its own, which may read what is inside it.
public final class Proven<Unit: Module>: Module, CustomReflectable {
  let unit: Unit
  private let rules: (Unit) -> Behavior

  public init(_ unit: Unit, @HardwareBuilder _ rules: @escaping (Unit) -> Behavior) {
    self.unit = unit
    self.rules = rules
  }

  /// What the unit holds, so that the names are the same.
  public var customMirror: Mirror {
    Mirror(
      self, children: Array(Mirror(reflecting: unit).children), displayStyle: .class,
      ancestorRepresentation: .suppressed)
  }

  public var moduleName: String { unit.moduleName }
  public var documentation: Documentation { unit.documentation }
  public var clockPorts: [ClockDomain: ClockPorts] { unit.clockPorts }

  public var body: Behavior {
    unit.body
    rules(unit)
  }
}

/// A place in a unit for an item.
public struct HeldItem {
  let isThere: Signal
  let bits: Signal

  public init(_ isThere: Signal, _ item: some BundleExpression) {
    self.isThere = isThere
    bits = item.asBits
  }
}

/// Claims that what goes into `input` comes out of `output`, each item once and in order. Of a unit
/// that computes, `input` is mapped to what it is to give.
///
/// - Parameter held: The places of the unit, the next item to go out first. Those that are taken
///   stand in front. An induction needs them; without them the claims hold all the same, and only
///   runs of some length can be tried.
@HardwareBuilder public func claimOrder<Given: SignalBundle, Taken: SignalBundle>(
  from input: ReadyValid<Given>, to output: ReadyValid<Taken>, capacity: Int,
  held: [HeldItem] = []
) -> Behavior {
  let count = HardwareType.unsigned(bitsToHold(capacity) + 1)
  let level = ghost(register("ghostLevel", count, reset: 0, "items inside"))
  let width = input.payload.asBits.width
  let items = (0..<capacity).map { index in
    ghost(dataRegister("ghostItem\(index)", .bits(width)))
  }
  let given = input.payload.asBits
  let taken = output.payload.asBits

  let place = ghost(wire("ghostPlace", level &- output.fires.asUnsigned.extended(to: count.width)))
  level <== place &+ input.fires.asUnsigned.extended(to: count.width)
  for (index, item) in items.enumerated() {
    if index + 1 < capacity { when(output.fires) { item <== items[index + 1] } }
    when(input.fires && place == Signal(index, count)) { item <== given }
  }
  let next = ghost(wire("ghostNext", mux(level == 0, given, items[0])))
  claim("GivesNext", !output.valid || taken == next, "items come in order")
  claim("HasItem", !output.valid || level != 0 || input.valid, "nothing is made up")
  claim("HasRoom", level <= Signal(capacity, count), "no more is inside than there is room for")
  if !held.isEmpty {
    for (index, place) in held.enumerated() {
      let isThere = ghost(wire("ghostIsThere\(index)", Signal(index, count) < level))
      claim("Place\(index)Taken", place.isThere == isThere, "nothing is lost")
      claim("Place\(index)Holds", !isThere || place.bits == items[index])
    }
  }
}
