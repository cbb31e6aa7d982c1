using System.Globalization;
using System.Text;

namespace IntelMQ.Bots.Tests.Docs;

/// <summary>The list of all pages.</summary>
internal static class BotIndex
{
    public static string Text()
    {
        var text = new StringBuilder("<!-- Written by the tests from the code. -->\n# Bots\n");
        foreach (BotKind kind in Enum.GetValues<BotKind>())
        {
            BotDescriptor[] bots = [.. DescribedBots.All.Where(bot => bot.Kind == kind)];
            text.Append(CultureInfo.InvariantCulture, $"\n## {kind}s: {bots.Length}\n\n");
            if (kind == BotKind.Parser)
                AppendParsers(text, bots);
            else
                AppendBots(text, bots);
        }

        return text.ToString();
    }

    private static void AppendBots(StringBuilder text, BotDescriptor[] bots)
    {
        text.Append("| module | what it does |\n| --- | --- |\n");
        foreach (BotDescriptor bot in bots)
            text.Append(CultureInfo.InvariantCulture, $"| [`{bot.Module}`]({BotPage.PathOf(bot)}) | {bot.Summary} |\n");
    }

    private static void AppendParsers(StringBuilder text, BotDescriptor[] bots)
    {
        ILookup<ParserKind, BotDescriptor> byKind = bots.ToLookup(static bot => ParserKinds.KindOf(BotExamples.Create(bot)!));
        text.Append(CultureInfo.InvariantCulture, $"{byKind[ParserKind.Map].Count()} parsers are a map of columns to fields and nothing else, ");
        text.Append(CultureInfo.InvariantCulture, $"{byKind[ParserKind.MapWithHook].Count()} a map that code completes, {byKind[ParserKind.Code].Count()} make their events in code. ");
        text.Append(CultureInfo.InvariantCulture, $"Of the {ParserKinds.OfIntelMQ(bots).Count()} that IntelMQ has, too, {ParserKinds.OfIntelMQ(byKind[ParserKind.Map]).Count()} are a map and nothing else.\n\n");
        text.Append("| module | what it does | how |\n| --- | --- | --- |\n");
        foreach (BotDescriptor bot in bots)
        {
            Bot parser = BotExamples.Create(bot)!;
            string how = ParserKinds.KindOf(parser) switch
            {
                ParserKind.Map => "map",
                ParserKind.MapWithHook => $"map, and code: {ParserKinds.WordsOf(bot, parser)}",
                _ => $"code: {ParserKinds.WordsOf(bot, parser)}",
            };
            text.Append(CultureInfo.InvariantCulture, $"| [`{bot.Module}`]({BotPage.PathOf(bot)}) | {bot.Summary}{(bot.IsRetired ? " *(feed retired)*" : "")} | {how} |\n");
        }
    }
}
