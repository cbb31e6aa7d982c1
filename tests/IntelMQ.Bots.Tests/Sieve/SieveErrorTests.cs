namespace IntelMQ.Bots.Tests.Sieve;

public sealed class SieveErrorTests
{
    [Theory]
    [InlineData("if comment = 'x' { drop }", "line 1, column 12: '=' sets a value; to compare write '=='.")]
    [InlineData("if comment :in ['a', 'b',] { drop }", "line 1, column 26: there must be no comma before ']'.")]
    [InlineData("if comment :in [] { drop }", "line 1, column 17: the list must not be empty.")]
    [InlineData("if comment == 'x' && { drop }", "line 1, column 22: the name of a field is missing of a condition; found '{'.")]
    [InlineData("if !! :exists comment { drop }", "line 1, column 5: '!' may stand only once before a condition.")]
    [InlineData("if comment == 'x' {\n  frobnicate\n}", "line 2, column 3: 'frobnicate' is no statement")]
    [InlineData("if comment :contain 'x' { drop }", "line 1, column 12: ':contain' is no operator. Did you mean ':contains'?")]
    [InlineData("if comment :notcontains 'x' { drop }", "write '! comment :contains'")]
    [InlineData("if comment :exists { drop }", "line 1, column 12: ':exists' stands before the field: ':exists comment'.")]
    [InlineData("if comment == 'x' { drop", "line 1, column 25: '}' is missing: the block of line 1 is not closed.")]
    [InlineData("if comment == 'x' and :exists raw { drop }", "line 1, column 19: 'and' is written &&.")]
    [InlineData("if comment == ['x'] { drop }", "line 1, column 15: '==' takes one value, no list")]
    [InlineData("if comment :in 'x' { drop }", "line 1, column 16: ':in' takes a list in brackets")]
    [InlineData("if comment == x { drop }", "line 1, column 15: the value 'x' must stand in quotes.")]
    [InlineData("if Comment == 'x' { drop }", "line 1, column 4: 'Comment' is no field name")]
    [InlineData("if (comment == 'x' { drop }", "line 1, column 20: ')' is missing to close the parenthesis of line 1, column 4")]
    [InlineData("drop }", "line 1, column 6: '}' closes nothing.")]
    [InlineData("else { drop }", "line 1, column 1: 'else' has no 'if' before it.")]
    [InlineData("update source.asn 5", "line 1, column 19: '=' is missing between field and value; found '5'.")]
    [InlineData("append extra.a = 5", "line 1, column 16: 'append' has no '=' between field and value.")]
    [InlineData("path alpha", "line 1, column 6: 'path' needs the name of a path in quotes")]
    [InlineData("path [1]", "line 1, column 7: the name of a path must be a text in quotes.")]
    [InlineData("add comment = 'x", "line 1, column 15: the text is not closed")]
    [InlineData("add comment = 'a\nb' ;", "line 2, column 4: ';' has no meaning here.")]
    [InlineData("add comment = $", "line 1, column 15: '$' begins a variable")]
    [InlineData("$x = $y", "line 1, column 6: a variable remembers a field's value")]
    [InlineData("# only\n  \t@", "line 2, column 4: '@' has no meaning here.")]
    public void Syntax_errors_say_where_and_what(string rules, string expected) => Assert.Contains(expected, Rules.Errors(rules), StringComparison.Ordinal);

    [Theory]
    [InlineData("if comment == 5 { drop }", "line 1, column 4: 'comment' is of type String and cannot be compared with a number.")]
    [InlineData("if source.ports == 5 { drop }", "line 1, column 4: no event has a field 'source.ports' that could be compared with a number. Did you mean 'source.port'?")]
    [InlineData("if extra > 5 { drop }", "line 1, column 4: 'extra' as a whole is no number")]
    [InlineData("if source.port < '5' { drop }", "line 1, column 18: '<' compares numbers; this is none.")]
    [InlineData("if source.port :in [5, 'x'] { drop }", "line 1, column 24: texts, numbers and booleans do not mix in one list.")]
    [InlineData("if source.ip == '192.0.2' { drop }", "line 1, column 17: 'source.ip' holds addresses, and '192.0.2' is none")]
    [InlineData("if source.ip =~ '^192' { drop }", "'source.ip' holds addresses, and '^192' is none")]
    [InlineData("$x = comment if source.ip == $x { drop }", "line 1, column 30: 'source.ip' holds addresses and cannot be compared with a variable.")]
    [InlineData("if source.ip << ['192.0.2.0/24', '192.0.2.1-5'] { drop }", "line 1, column 34: '192.0.2.1-5' is no network")]
    [InlineData("if comment =~ '(' { drop }", "line 1, column 15: this is no regular expression")]
    [InlineData("if time.source :before '01.06.2023' { drop }", "line 1, column 24: '01.06.2023' is neither a date")]
    [InlineData("if time.source :before '10 h' { drop }", "is neither a date")]
    [InlineData("if time.source :before '2023-02-30' { drop }", "is neither a date")]
    [InlineData("if comment == $x { drop }", "line 1, column 15: the variable $x never gets a value")]
    [InlineData("add! time.source += '1 fortnight'", "line 1, column 21: '+=' moves a time and needs a span")]
    [InlineData("add extra.a = 1e999", "line 1, column 15: the number is too large.")]
    [InlineData("path ''", "line 1, column 6: the name of a path must not be empty.")]
    public void What_can_be_known_beforehand_is_checked_beforehand(string rules, string expected)
        => Assert.Contains(expected, Rules.Errors(rules), StringComparison.Ordinal);

    [Fact]
    public void All_errors_of_a_file_are_told_at_once_in_its_order()
    {
        string[] errors = Rules.Errors(
            """
            if comment = 'x' {
                frobnicate
                add source.asn 5
            } elif source.port == 'x' && comment > 5 {
                path alpha
            }
            if comment =~ '(' { drop }
            """).Split('\n');

        Assert.Equal(
            ["line 1, column 12", "line 2, column 5", "line 3, column 20", "line 4, column 30", "line 5, column 10", "line 7, column 15"],
            errors.Select(static error => error[..error.IndexOf(':', StringComparison.Ordinal)]));
    }

    [Fact]
    public void Nesting_has_a_bound()
    {
        Assert.Contains("nested deeper", Rules.Errors("if " + new string('(', 100_000)), StringComparison.Ordinal);
        Assert.Contains("nested deeper", Rules.Errors(string.Concat(Enumerable.Repeat("if :exists raw {", 100_000))), StringComparison.Ordinal);
    }

    [Fact]
    public void The_number_of_errors_has_a_bound() => Assert.Equal(100, Rules.Errors(string.Concat(Enumerable.Repeat("@\n", 100_000))).Split('\n').Length);

    [Fact]
    public void What_is_hardly_meant_is_a_warning()
    {
        Assert.Equal(
            ["line 1, column 4: no event has a field 'comments'. Did you mean 'comment'?", "line 1, column 27: this is never reached, since 'drop' stands before it."],
            Rules.Parse("if comments == 'x' { drop add comment = 'y' }").Warnings.Select(static warning => warning.ToString()));
    }
}
