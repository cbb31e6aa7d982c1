using IntelMQ.Benchmarks.Figures;

namespace IntelMQ.Benchmarks.Tests;

public sealed class FigureTableTests
{
    [Fact]
    public void Markdown_groups_digits_and_sets_numbers_to_the_right()
    {
        FigureTable table = Sample();

        Assert.Equal(
            """
            | events | what | ns |
            | ---: | --- | ---: |
            | 10,000 | first | 1,234 |
            | 5 | second | 0.12 |

            """,
            table.ToMarkdown(),
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Tab_separated_values_have_plain_numbers()
        => Assert.Equal("events\twhat\tns\n10000\tfirst\t1234\n5\tsecond\t0.12\n", Sample().ToTsv());

    [Theory]
    [InlineData(1234.4, "1234")]
    [InlineData(99.94, "99.9")]
    [InlineData(2.1949, "2.19")]
    [InlineData(0.0, "0.00")]
    public void A_measured_number_has_about_three_digits(double number, string expected)
    {
        var table = new FigureTable("x");
        table.Add(number);

        Assert.Equal($"x\n{expected}\n", table.ToTsv());
    }

    [Fact]
    public void A_row_has_a_cell_for_each_column()
        => Assert.Throws<ArgumentOutOfRangeException>(() => new FigureTable("a", "b").Add(1));

    private static FigureTable Sample()
    {
        var table = new FigureTable("events", "what", "ns");
        table.Add(10_000, "first", 1234.2);
        table.Add(5, "second", 0.123);
        return table;
    }
}
