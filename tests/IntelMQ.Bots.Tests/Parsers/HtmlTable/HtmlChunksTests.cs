using System.Text;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Bots.Parsers.HtmlTable;
using IntelMQ.Bots.Tests.Support;

namespace IntelMQ.Bots.Tests.Parsers.HtmlTable;

public sealed class HtmlChunksTests
{
    private static readonly string[] Pieces =
    [
        "<tr>", "<TR class='a>b'>", "</tr>", "<td>", "</td>", "<td title=\"<tr>\">", "<td title='<tr>'>", "<td title=<tr>", "<a b = \"", "\"", "'", "=", " ", "/", "<", ">", "<!", "<?", "</", "</ >",
        "<!--", "-->", "<script>", "</script>", "<style x>", "</STYLE >", "<trx>", "<tr/>", "text", "&amp;", "&lt", "\r", "\n", "\u00fc", "\u2028", "<tr", "<table><tr><td>192.0.2.1</td></tr></table>",
    ];

    [Fact]
    public void Wherever_a_page_is_cut_its_tags_and_texts_are_the_same()
    {
        Gen<string> page = Gen.Elements(Pieces).ArrayOf().Select(static pieces => string.Concat(pieces));
        Prop.ForAll(page.ToArbitrary(), static text =>
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            string whole = Tokens(string.Concat(HtmlChunks.Of(bytes, int.MaxValue)));
            Assert.Equal(whole, string.Concat(HtmlChunks.Of(bytes, 0).Select(Tokens)));
        }).Check(Fuzz.Quick);
    }

    [Theory]
    [InlineData("<tr>a<tr>b", "<tr>a|<tr>b")]
    [InlineData("<table><tr title='<tr>'><td>a</td></tr>\n<TR>b", "<table>|<tr title='<tr>'><td>a</td></tr>\n|<TR>b")]
    [InlineData("a<!-- <tr> -->b<tr>", "ab|<tr>")]
    [InlineData("a<script>'<tr>'</script >b<track>", "ab<track>")]
    [InlineData("a<!-- <tr>", "a")]
    [InlineData("<a title=\"<tr>", "<a title=\"<tr>")]
    [InlineData("", "")]
    public void A_page_is_cut_in_front_of_rows(string page, string expected)
        => Assert.Equal(expected, string.Join('|', HtmlChunks.Of(Encoding.UTF8.GetBytes(page), 0).Where(static text => text.Length > 0)));

    [Fact]
    public void A_large_table_is_read_row_by_row()
    {
        string row = "<tr>\n<td>192.0.2.1</td><td>www.example.com</td>\n</tr>\n";
        byte[] page = Encoding.UTF8.GetBytes("<html><body><table>" + string.Concat(Enumerable.Repeat(row, 20_000)) + "</table></body></html>");
        Assert.All(HtmlChunks.Of(page), static text => Assert.InRange(text.Length, 1, HtmlChunks.Size + 1024));
        var reader = new HtmlTableReader(new HtmlTableFormat());
        int rows = 0;
        foreach (int start in reader.Read(page))
        {
            rows++;
            Assert.Equal(0, start);
            Assert.InRange(reader.Page.Count, 1, 20);
        }

        Assert.Equal(20_000, rows);
    }

    private static string Tokens(string text)
    {
        var all = new StringBuilder();
        using var source = new TextSource(text);
        bool isText = false;
        foreach (HtmlToken token in source.Tokenize(HtmlEntityProvider.Resolver, null))
        {
            if (token.Type is HtmlTokenType.EndOfFile or HtmlTokenType.Comment)
                continue;
            // A text may come in parts.
            if (isText && token.Type != HtmlTokenType.Character)
                all.Append('\u0001');
            isText = token.Type == HtmlTokenType.Character;
            if (token is HtmlTagToken tag)
                all.Append('<').Append(tag.Type).Append(' ').Append(tag.Name).AppendJoin(' ', tag.Attributes.Select(static attribute => $"{attribute.Name}={attribute.Value}")).Append('>');
            else
                all.Append(token.Data);
        }

        return all.Append(isText ? "\u0001" : "").ToString();
    }
}
