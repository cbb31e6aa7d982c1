using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;

namespace IntelMQ.Text;

public class PythonPatternTests
{
    [Theory]
    [InlineData("b", "abc", "b")]
    [InlineData("(?P<x>a)(b)(?P<y>c)\\3\\2\\1", "abccba", "abccba|a|b|c")]
    [InlineData("(?P<x>a)(?P=x)", "aa", "aa|a")]
    [InlineData("(?i)ABC", "xabc", "abc")]
    [InlineData("(?i:a)b", "Ab", "Ab")]
    [InlineData("(?i)(?-i:a)B", "ab", "ab")]
    [InlineData("(?x) a \\  b # c", "a b", "a b")]
    [InlineData("a{,2}b", "aaab", "aab")]
    [InlineData("a{,}b{}", "ab{}", "ab{}")]
    [InlineData("a{b}", "a{b}", "a{b}")]
    [InlineData("[a-z-[b]]", "-]", "-]")]
    [InlineData("[]a]+", "]a", "]a")]
    [InlineData("[[.]", "[", "[")]
    [InlineData("a$", "a\n", "a")]
    [InlineData("a\\Z", "a\n", null)]
    [InlineData("(?m)^b$", "a\nb\nc", "b")]
    [InlineData("a++a", "aaa", null)]
    [InlineData("(?>a+)b", "aab", "aab")]
    [InlineData("(a)?(?(1)b|c)", "c", "c|!")]
    [InlineData("(?P<q>a)?(?(q)b|c)", "ab", "ab|a")]
    [InlineData("\\101\\x42\\u0043\\U00000044", "ABCD", "ABCD")]
    [InlineData("[\\W\\d]+", "a_.1", ".1")]
    [InlineData("\\s", "\u001c", "\u001c")]
    [InlineData("\\w+", "½²é", "½²é")]
    [InlineData("\\w+", "e\u0301", "e")]
    [InlineData("(?a)\\w+", "aé", "a")]
    [InlineData("(?a)a\\b", "aé", "a")]
    [InlineData("(?<=ab)c", "abc", "c")]
    [InlineData("😀+", "a😀😀", "😀😀")]
    [InlineData("[a😀-😎]+", "x😃a", "😃a")]
    [InlineData("a(?#note)+", "aa", "aa")]
    [InlineData("#", "a#", "#")]
    public void A_search_finds(string pattern, string text, string? expected)
    {
        PythonPattern compiled = Compile(pattern);
        RegexOutcome outcome = compiled.FirstMatch(text, out Match match);
        Assert.Equal(expected is null ? RegexOutcome.NoMatch : RegexOutcome.Match, outcome);
        Assert.Equal(outcome, compiled.Search(text));
        Assert.Equal(outcome, compiled.Search(Encoding.UTF8.GetBytes(text)));
        if (expected is null)
            return;
        IEnumerable<string> groups = Enumerable.Range(0, compiled.GroupCount + 1).Select(i => match.Groups[i].Success ? match.Groups[i].Value : "!");
        Assert.Equal(expected, string.Join('|', groups));
    }

    [Theory]
    [InlineData("(?<name>a)")]
    [InlineData("(?P>name)")]
    [InlineData("(?P=name)")]
    [InlineData("(?P<1a>b)")]
    [InlineData("(?P<a>b)(?P<a>c)")]
    [InlineData("a(?i)b")]
    [InlineData("(?L)a")]
    [InlineData("(?au)a")]
    [InlineData("(?-a:a)")]
    [InlineData("\\p{L}")]
    [InlineData("\\z")]
    [InlineData("\\G")]
    [InlineData("\\K")]
    [InlineData("\\N{DASH}")]
    [InlineData("\\x4")]
    [InlineData("\\400")]
    [InlineData("\\1")]
    [InlineData("(a\\1)")]
    [InlineData("[z-a]")]
    [InlineData("[\\w-a]")]
    [InlineData("[a")]
    [InlineData("[]")]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("a**")]
    [InlineData("*a")]
    [InlineData("^*")]
    [InlineData("a{3,2}")]
    [InlineData("(?<=a*)b")]
    [InlineData("(?(1)a|b|c)")]
    [InlineData("(?(2)a)(b)")]
    [InlineData("\\")]
    [InlineData("(?")]
    public void A_pattern_that_is_not_pythons_is_refused(string pattern)
    {
        Assert.False(PythonPattern.TryCompile(pattern, PythonRegexOptions.None, out _, out string? error));
        Assert.NotEmpty(error);
    }

    [Fact]
    public void Start_and_full_match_differ_from_search()
    {
        PythonPattern pattern = Compile("b|bc");
        Assert.Equal(RegexOutcome.Match, pattern.Search("abc"));
        Assert.Equal(RegexOutcome.NoMatch, pattern.MatchStart("abc"));
        Assert.Equal(RegexOutcome.Match, pattern.MatchStart("bcd"u8));
        Assert.Equal(RegexOutcome.Match, pattern.MatchFull("bc"));
        Assert.Equal(RegexOutcome.NoMatch, pattern.MatchFull("bcd"u8));
    }

    [Fact]
    public void Options_do_what_switches_do()
    {
        Assert.True(PythonPattern.TryCompile(" A . ^b", PythonRegexOptions.Verbose | PythonRegexOptions.IgnoreCase | PythonRegexOptions.DotAll | PythonRegexOptions.Multiline, out PythonPattern? pattern, out _));
        Assert.Equal(RegexOutcome.Match, pattern.Search("a\nb"));
    }

    [Fact]
    public void Group_names_have_pythons_numbers()
    {
        PythonPattern pattern = Compile("(?P<a>x)(y)(?P<b>z)");
        Assert.Equal(3, pattern.GroupCount);
        Assert.Equal(1, pattern.GroupNames["a"]);
        Assert.Equal(3, pattern.GroupNames["b"]);
    }

    [Fact]
    public void Time_running_out_is_an_outcome()
    {
        string hostile = new string('a', 40) + "b!";
        long start = Stopwatch.GetTimestamp();
        Assert.True(PythonPattern.TryCompile("^(\\w+\\s?)*$", PythonRegexOptions.None, TimeSpan.FromMilliseconds(50), out PythonPattern? pattern, out _));
        Assert.Equal(RegexOutcome.TimedOut, pattern.Search(hostile));
        Assert.Equal(RegexOutcome.TimedOut, pattern.FirstMatch(hostile, out _));
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_pattern_in_constant_use_gives_the_same_answers()
    {
        PythonPattern pattern = Compile("a[bc]+d");
        for (int i = 0; i < 5000; i++)
        {
            Assert.Equal(RegexOutcome.Match, pattern.Search("xabcbd"u8));
            Assert.Equal(RegexOutcome.NoMatch, pattern.Search("xabcb"u8));
        }
    }

    [Fact]
    public void Nesting_and_length_are_bounded()
    {
        Assert.False(PythonPattern.TryCompile(new string('(', 10_000) + new string(')', 10_000), PythonRegexOptions.None, out _, out _));
        Assert.False(PythonPattern.TryCompile(new string('a', PythonRegex.MaxPatternLength + 1), PythonRegexOptions.None, out _, out _));
    }

    [Fact]
    public void No_pattern_throws()
    {
        Gen<string> pieces = Gen.Elements(
            "a", "(", ")", "[", "]", "?", "*", "+", "{", "}", "1", ",", "|", "\\", "^", "$", "-", "(?P<n>", "(?P=n)", "(?(1)", "(?i)", "(?<=", "\\1", "\\w", "\\W", ".",
            "(?x: ", "#", "é", "😀", "\ud800", "\0", "(?:", "\\u00", "\\N", "P", "<", ">", "=", "!", ":");
        Prop.ForAll(pieces.ListOf().Select(static list => string.Concat(list)).ToArbitrary(), static pattern =>
        {
            if (PythonPattern.TryCompile(pattern, PythonRegexOptions.None, out PythonPattern? compiled, out string? error))
                compiled.Search("aé1😀(]\n"u8);
            else
                Assert.False(string.IsNullOrEmpty(error) || error.Contains("goes beyond", StringComparison.Ordinal), pattern + ": " + error);
        }).Check(Fuzz.Cases(3000));
    }

    private static PythonPattern Compile(string pattern)
    {
        Assert.True(PythonPattern.TryCompile(pattern, PythonRegexOptions.None, out PythonPattern? compiled, out string? error), error);
        return compiled;
    }
}
