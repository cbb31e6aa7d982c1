using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Bots.Sieve;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Tests.Sieve;

/// <summary>Properties of texts and programs made at random.</summary>
public sealed class SieveTextTests
{
    private static readonly string[] Pieces =
        ["if", " elif ", "else", "{", "}", "(", ")", "[", "]", ",", "!", "&&", "||", "==", "!=", "=~", "<<", "=", "+=", " :in ", ":equals", ":before", ":exists ",
         "comment", " source.ip ", "extra.a", "$x", "'", "\"", "\\", "'a'", "'192.0.2.0/24'", "5", "-1.5e3", "true", "drop", "keep ", "path ", "add! ", "append ", "remove ", "#", "//", "\n", " "];

    [Fact]
    public void No_text_does_anything_but_parse_or_give_errors()
    {
        Gen<string> text = Gen.OneOf(ArbMap.Default.GeneratorFor<string>().Where(static value => value is not null), Gen.Elements(Pieces).ArrayOf().Select(string.Concat));
        Prop.ForAll(text.ToArbitrary(), static text =>
        {
            bool isSound = SieveProgram.TryParse(text, Schema.Default, out SieveProgram? program, out IReadOnlyList<SieveError> errors);
            return isSound == (errors.Count == 0) && isSound == program is not null && errors.All(static error => error.Line > 0 && error.Column > 0);
        }).Check(Fuzz.Cases(3000).WithEndSize(60));
    }

    [Fact]
    public void What_the_formatter_writes_says_the_same()
        => Prop.ForAll(SievePrograms.Any.ToArbitrary(), static text =>
        {
            SieveProgram program = Rules.Parse(text);
            string formatted = program.ToString();
            SieveProgram again = Rules.Parse(formatted);
            Assert.Equal(formatted, again.ToString());
            Assert.Equal(SievePrograms.Comments(text), SievePrograms.Comments(formatted));
            Assert.Equal(program.Rules.Select(static rule => rule.Text), again.Rules.Select(static rule => rule.Text));
            foreach (string json in SievePrograms.Samples)
                Assert.Equal(Outcome(program, json), Outcome(again, json));
        }).Check(Fuzz.Cases(300).WithEndSize(30));

    [Fact]
    public void Explaining_is_running()
        => Prop.ForAll(SievePrograms.Any.ToArbitrary(), static text =>
        {
            SieveProgram program = Rules.Parse(text);
            foreach (string json in SievePrograms.Samples)
            {
                SieveExplanation explanation = program.Explain(Events.Of(json));
                Assert.Equal(Outcome(program, json), explanation.Error is not null ? "failed" : $"{explanation.Verdict} {Events.Flat(explanation.Result)}");
            }
        }).Check(Fuzz.Cases(200).WithEndSize(30));

    private static string Outcome(SieveProgram program, string json)
    {
        Event message = Events.Of(json);
        try
        {
            return $"{program.Run(message)} {Events.Flat(message)}";
        }
        catch (SieveRuntimeException)
        {
            return "failed";
        }
    }
}
