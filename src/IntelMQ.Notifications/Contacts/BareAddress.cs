using System.Net.Mail;

namespace IntelMQ.Notifications.Contacts;

/// <summary>One bare address: nothing that a header, or a list with commas, could take for more.</summary>
internal static class BareAddress
{
    public static bool IsOne(string text)
        => text.Length <= 254
            && !text.Any(static letter => char.IsControl(letter) || char.IsWhiteSpace(letter) || letter is ',' or ';' or '<' or '>' or '"' or '(' or ')')
            && MailAddress.TryCreate(text, out MailAddress? address)
            && address.Address == text;
}
