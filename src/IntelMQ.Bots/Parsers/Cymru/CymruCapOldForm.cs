using System.Globalization;
using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Parsers.Cymru;

/// <summary>The old form of the files: kinds of incidents, each with a grammar of its own for the comment.</summary>
internal static class CymruCapOldForm
{
    private const double MostConfident = 5;

    /// <summary>Fills the event.</summary>
    public static void Read(EventDraft draft, string[] cells)
    {
        draft.AddDetail(Fields.Source.AsName, cells[5], "as_name");
        string kind = cells[0];
        string comment = cells[4];
        string[] words = comment.Split(' ', 3);
        switch (kind)
        {
            case "beagle":
                AddInfected(draft, kind);
                draft.Keep("comment", comment);
                break;
            case "blaster" or "dameware" or "dipnet" or "mydoom" or "nachi" or "phatbot" or "sinit" or "slammer":
                AddInfected(draft, kind);
                break;
            case "toxbot":
                AddInfected(draft, kind);
                AddSourcePort(draft, words.Length > 1 ? words[1] : "");
                break;
            case "bots":
                draft.Add(Fields.Classification.Type, ClassificationType.InfectedSystem);
                ReadBot(draft, comment);
                break;
            case "bruteforce":
                Add(draft, ClassificationType.BruteForce, comment);
                draft.AddDetail(Fields.Protocol.Application, comment, "comment");
                break;
            case "defacement":
                Add(draft, ClassificationType.UnauthorisedInformationModification, kind);
                draft.Add(Fields.Source.Url, words[0]);
                if (words.Length > 1)
                    draft.Keep("zoneh.id", words[1]);
                break;
            case "fastflux":
                Add(draft, ClassificationType.SystemCompromise, kind);
                draft.AddDetail(Fields.Source.ReverseDns, comment, "comment");
                break;
            case "malwareurl":
                Add(draft, ClassificationType.MalwareDistribution, kind);
                draft.Add(Fields.Source.Url, words[0]);
                break;
            case "openresolvers":
                Add(draft, ClassificationType.VulnerableSystem, "dns-open-resolver");
                draft.Add(Fields.Protocol.Application, "dns");
                break;
            case "phishing":
                Add(draft, ClassificationType.Phishing, kind);
                draft.Add(Fields.Source.Url, comment);
                break;
            case "proxy":
                Add(draft, ClassificationType.Proxy, "openproxy");
                draft.Keep("request", comment);
                break;
            case "routers":
                Add(draft, ClassificationType.SystemCompromise, comment);
                break;
            case "scanners":
                Add(draft, ClassificationType.Scanner, "scanner");
                if (TryReadNumber(comment, out long port))
                    draft.AddDetail(Fields.Source.Port, NumberOf(port), "comment");
                else
                    draft.Keep("comment", comment);
                break;
            case "spam":
                Add(draft, ClassificationType.Spam, kind);
                draft.Keep("comment", comment);
                break;
            case "spreaders":
                Add(draft, ClassificationType.MalwareDistribution, "spreader");
                draft.Add(Fields.Source.Url, words[0]);
                draft.Add(Fields.Malware.Hash.Md5, words.Length == 2 ? words[1] : "");
                break;
            case "stormworm":
                ReadStormworm(draft, comment);
                break;
            default:
                AddUnknown(draft, kind);
                draft.Keep("comment", comment);
                break;
        }
    }

    /// <summary>A kind of incident that is not known.</summary>
    public static void AddUnknown(EventDraft draft, string kind)
    {
        draft.Add(Fields.Classification.Type, ClassificationType.Undetermined);
        draft.Keep("category", kind);
    }

    /// <summary>Reads what is known of a bot: keywords, each with the words up to the next one.</summary>
    public static void ReadBot(EventDraft draft, string comment)
    {
        string keyword = "";
        var value = new StringBuilder();
        foreach (string word in comment.Split(' '))
        {
            if (word is "srcport" or "mwtype" or "destaddr" or "dstaddr")
            {
                AddOfBot(draft, keyword, value.ToString());
                value.Clear();
                keyword = word;
            }
            else
            {
                if (value.Length > 0)
                    value.Append(' ');
                value.Append(word);
            }
        }

        AddOfBot(draft, keyword, value.ToString());
    }

    /// <summary>A number as a wire value.</summary>
    public static FieldValue NumberOf(long number) => FieldValue.Number(Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture)));

    private static void AddOfBot(EventDraft draft, string keyword, string value)
    {
        value = value.TrimEnd(';');
        switch (keyword)
        {
            case "srcport":
                AddSourcePort(draft, value);
                break;
            case "mwtype":
                draft.AddDetail(Fields.Classification.Identifier, value.ToLowerInvariant(), keyword);
                draft.AddDetail(Fields.Malware.Name, value.ToLowerInvariant(), keyword);
                break;
            case "destaddr":
                int blank = value.IndexOf(' ', StringComparison.Ordinal);
                draft.AddDetail(Fields.Destination.Ip, blank < 0 ? value : value[..blank], keyword);
                draft.AddDetail(Fields.EventDescription.Text, blank < 0 ? "" : value[(blank + 1)..], keyword);
                break;
            case "dstaddr":
                draft.AddDetail(Fields.Destination.Ip, value, keyword);
                break;
        }
    }

    // IntelMQ cannot read any of these lines; this is what it means to do.
    private static void ReadStormworm(EventDraft draft, string comment)
    {
        draft.Add(Fields.Classification.Type, ClassificationType.InfectedSystem);
        string[] words = comment.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < words.Length; i++)
        {
            if (words[i] is "legacy" or "crypto")
            {
                draft.AddDetail(Fields.Malware.Version, words[i], "comment");
            }
            else if (words[i] == "srcport")
            {
                AddSourcePort(draft, i + 1 < words.Length ? words[i + 1] : "");
                return;
            }
            else if (words[i].StartsWith("confidence:", StringComparison.Ordinal))
            {
                AddConfidence(draft, words[i]["confidence:".Length..]);
            }
        }
    }

    private static void AddConfidence(EventDraft draft, string text)
    {
        if (!TryReadNumber(text, out long confidence))
        {
            draft.Keep("confidence", text);
            return;
        }

        double accuracy = (draft.Event[Fields.Feed.Accuracy] ?? 100) * confidence / MostConfident;
        draft.Set(Fields.Feed.Accuracy.Name, FieldValue.Text(Encoding.UTF8.GetBytes(accuracy.ToString("R", CultureInfo.InvariantCulture))), "confidence");
    }

    private static void AddInfected(EventDraft draft, string name)
    {
        Add(draft, ClassificationType.InfectedSystem, name);
        draft.Add(Fields.Malware.Name, name);
    }

    private static void Add(EventDraft draft, string type, string identifier)
    {
        draft.Add(Fields.Classification.Type, type);
        draft.Add(Fields.Classification.Identifier, identifier);
    }

    private static void AddSourcePort(EventDraft draft, string text)
    {
        if (TryReadNumber(text, out long port))
            draft.Keep("source_port", NumberOf(port));
        else
            draft.Keep("source_port", text);
    }

    private static bool TryReadNumber(string text, out long number) => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out number);
}
