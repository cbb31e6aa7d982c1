using System.Text;
using IntelMQ.Notifications.OneShots.Tables;

namespace IntelMQ.Notifications.Tests.OneShots;

public sealed class TableSnifferTests
{
    [Theory]
    [InlineData("ip,port\n192.0.2.1,80\n192.0.2.2,443\n", TableFormat.Csv, ',', true)]
    [InlineData("ip;port\n192.0.2.1;80\n", TableFormat.Csv, ';', true)]
    [InlineData("ip\tport\n192.0.2.1\t80\n", TableFormat.Csv, '\t', true)]
    [InlineData("name|port\nwww.example.com|80\n", TableFormat.Csv, '|', true)]
    [InlineData("192.0.2.1,80,open\n192.0.2.2,443,open\n", TableFormat.Csv, ',', false)]
    [InlineData("ip;text\n192.0.2.1;\"a, b, c, d\"\n192.0.2.2;\"e, f, g, h\"\n", TableFormat.Csv, ';', true)]
    [InlineData("192.0.2.1\n192.0.2.2\n2001:db8::1\n", TableFormat.AddressList, ',', true)]
    [InlineData("192.0.2[.]1, 192.0.2[.]2", TableFormat.AddressList, ',', true)]
    [InlineData("{\"ip_str\":\"192.0.2.1\"}\n", TableFormat.JsonLines, ',', true)]
    [InlineData("", TableFormat.Csv, ',', false)]
    public void The_beginning_says_how_a_table_is_written(string text, TableFormat format, char delimiter, bool hasHeader)
    {
        TableSettings settings = TableSniffer.Sniff(Tables.Text(text));
        Assert.Equal((format, delimiter, hasHeader), (settings.Format, settings.Delimiter, settings.HasHeader));
    }

    [Fact]
    public void What_is_no_utf_8_is_read_as_windows_1252()
    {
        using var file = new MemoryStream(Encoding.Latin1.GetBytes("ip,org\n192.0.2.1,Müller\n"));
        Assert.Equal("windows-1252", TableSniffer.Sniff(file).Encoding);
        Assert.Equal("Müller", Tables.Read(file).Rows[0].Cells[1]);
    }

    [Fact]
    public void A_character_that_the_head_cuts_in_two_makes_no_other_encoding()
    {
        using MemoryStream file = Tables.Text("name,port\n" + new string('x', (1 << 16) - 11) + "ü,80\n");
        Assert.Equal("utf-8", TableSniffer.Sniff(file).Encoding);
    }

    [Fact]
    public void A_compressed_file_is_looked_into()
    {
        using MemoryStream file = Tables.Packed("{\"ip_str\":\"192.0.2.1\",\"port\":80}\n");
        TableSettings settings = TableSniffer.Sniff(file);
        Assert.True(settings.IsCompressed);
        Assert.Equal(TableFormat.JsonLines, settings.Format);
    }
}
