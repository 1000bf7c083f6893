import HardwareDSL

/// Lets a count step up and down by one; both at once leave it.
func tally(_ count: Signal, up: Signal, down: Signal) {
  when(up && !down) { count <== count &+ 1 }
    .elseWhen(down && !up) { count <== count &- 1 }
}

/// The place behind another one in a ring of so many.
func following(_ place: Signal, of places: Int) -> Signal {
  guard places != 1 << place.width else { return place &+ 1 }
  return mux(place == .number(places - 1), 0, place &+ 1)
}
