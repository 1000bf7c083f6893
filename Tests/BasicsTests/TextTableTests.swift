import Basics
import Testing

@Suite("Text tables") struct TextTableTests {
  @Test("Columns of given widths; nothing stands at the end of a line")
  func lines() {
    let table = TextTable([("head", 6), ("kept", 8), ("cycles", 8)])
    #expect(table.titles == "head      kept  cycles")
    #expect(table.row(["0", "12", "3"]) == "0           12       3")
    #expect(table.row(["0", "12", ""]) == "0           12")
    #expect(table.row(["all heads", "123456789", "3"]) == "all heads 123456789       3")
  }

  @Test("Columns are as wide as what is added")
  func gathered() {
    var table = TextTable(["cells", "emitted", "by hand"])
    table.add("mac", "1", "12345678")
    table.add(["mac_array", "12", "1"])
    #expect(
      table.text == """
        cells      emitted   by hand
        mac              1  12345678
        mac_array       12         1
        """)
  }

  @Test("Shares and fractions have fixed digits")
  func numbers() {
    #expect([0, 0.9005, 1].map(TextTable.percent) == ["0.0%", "90.1%", "100.0%"])
    #expect([0, 0.0503, 1].map(TextTable.fraction) == ["0.0000", "0.0503", "1.0000"])
  }
}
