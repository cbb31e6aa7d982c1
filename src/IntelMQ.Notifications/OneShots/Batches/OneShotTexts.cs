using IntelMQ.Notifications.Mails;
using IntelMQ.Templates;

namespace IntelMQ.Notifications.OneShots.Batches;

/// <summary>The texts of one-shots: what they begin with, and what they may be.</summary>
public static class OneShotTexts
{
    private const int LongestSubject = 200;
    private const int LongestBody = 100_000;
    private const int Most = 20;

    /// <summary>The subject that new ones begin with.</summary>
    public static string Subject => "[{{ ticket }}] Systems in your network need attention ({{ rows }})";

    /// <summary>The text that new ones begin with.</summary>
    public static string Body => """
        Dear {{ organisation or "colleagues" }},

        the attached table lists {{ rows }} systems in your area of responsibility. Please look after them.

        What to do: describe it here.

        You get this mail because your address is the contact for these systems. Answers reach us with the number {{ ticket }} in the subject.
        """.ReplaceLineEndings("\n");

    /// <summary>What is wrong with texts, as sentences; empty where they can be used.</summary>
    /// <param name="texts">The texts.</param>
    public static IReadOnlyList<string> Complaints(IReadOnlyList<OneShotText> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var complaints = new List<string>();
        if (texts.Count is 0 or > Most)
            complaints.Add("There are from 1 to 20 texts, the first for languages without one of their own.");
        if (texts.Select(static text => text.Language).Distinct(StringComparer.OrdinalIgnoreCase).Count() != texts.Count)
            complaints.Add("A language has one text.");
        foreach (OneShotText text in texts)
        {
            if (text.Language.Length is < 2 or > 10 || !text.Language.All(static letter => char.IsAsciiLetter(letter) || letter == '-'))
                complaints.Add($"'{Text.Printable.Of(text.Language)}' is no language such as en or de.");
            if (text.Subject.Trim().Length is 0 or > LongestSubject || text.Subject.Any(char.IsControl))
                complaints.Add($"{text.Language}: a subject is one line of up to 200 characters.");
            if (text.Body.Trim().Length is 0 or > LongestBody)
                complaints.Add($"{text.Language}: a text has from 1 to 100,000 characters.");
            Try(text.Language, "subject", text.Subject, complaints);
            Try(text.Language, "text", text.Body, complaints);
        }

        return complaints;
    }

    /// <summary>The texts as mails are made of them.</summary>
    /// <param name="texts">The texts, the first for languages without one of their own.</param>
    internal static MailTexts ForMails(IReadOnlyList<OneShotText> texts)
    {
        var known = new MailTexts();
        for (int i = 0; i < texts.Count; i++)
        {
            MailText text = MailText.Parse($"{texts[i].Subject}\n\n{texts[i].Body}");
            known.Set(OneShotWork.Template, texts[i].Language, text);
            if (i == 0)
                known.Set(OneShotWork.Template, "", text);
        }

        return known;
    }

    private static void Try(string language, string what, string template, List<string> complaints)
    {
        try
        {
            Template.Parse(template);
        }
        catch (TemplateException exception)
        {
            complaints.Add($"{language}: the {what}: {exception.Message}");
        }
    }
}
