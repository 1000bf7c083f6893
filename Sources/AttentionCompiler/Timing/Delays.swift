/// Cycles that the units of the accelerator take, as their documentation says: from what comes to
/// what is seen of it.
enum Delays {
  // MARK: A run

  /// From the start write to the range of the program, and from the last response to the
  /// interrupt.
  static let start = 1
  static let end = 6

  // MARK: The port

  /// The check of a request, and how many are in it at most.
  static let requestCheck = 2
  static let requestsChecked = 2

  // MARK: Streams of records

  /// From a range, or the end of a request, to the count of its first beat; from the last beat
  /// that is counted to the request.
  static let rangeToCount = 2
  static let countToRequest = 1
  /// From a beat to its first record in front of the queue behind.
  static let beatToRecord = 2
  /// Records in that queue.
  static let recordsWaiting = 2

  // MARK: The program and its loads

  /// The check of a load's size.
  static let loadCheck = 3
  /// From a load that is given to where it is looked at, and how many of a channel wait.
  static let loadQueue = 2
  static let loadsWaiting = 9
  /// From a load that is looked at to its first burst; from progress to a load that waits for it.
  static let loadToBurst = 2
  static let progressToLoad = 2
  /// From codes that are read to a token that has arrived, and to the write of a key before that.
  static let codesToKey = 5
  static let codesToArrival = 6

  // MARK: Rows, slots

  /// From the end of a row's dispatch to the two walks.
  static let rowToScores = 2
  static let rowToOutputs = 3
  /// From a slot that comes to where it is shown, and slots in that way beside the memories.
  static let slotToWalk = 3
  static let slotsOnWay = 2
  /// Queries of an element that are given, so that two more may be on their way.
  static let queriesHeld = 2
  /// From the last score of a row to the place of its query.
  static let issueToQuery = 2
  /// From the last issue of a row to its scores in the ring, all of them; from there to each
  /// numerator; to the count of rows that are owed; and to the sum in front of the divider.
  static let issueToScores = 8
  static let scoreToNumerator = 8
  static let scoreToOwed = 2
  static let scoreToSum = 9
  /// Rows that are owed when no further row leaves the ring.
  static let rowsOwed = 3
  /// From the divider to the scale at the finished rows.
  static let division = 20
  /// From the last issue of a row to its finished sums.
  static let issueToSums = 6

  // MARK: Outputs

  /// From the start of a drain to the first of its positions that leaves.
  static let drain = 6
  /// From a row that is collected to its write, and rows on that way; words that may wait for the
  /// port behind their addresses.
  static let rowToWrite = 7
  static let rowsOnWay = 9
  static let wordsWaiting = 3
  /// From a row that is handed over to its unit that may end, and from there to a place for
  /// another.
  static let rowToUnit = 2
  static let unitToPlace = 2
  /// Units under way.
  static let units = 4
}
