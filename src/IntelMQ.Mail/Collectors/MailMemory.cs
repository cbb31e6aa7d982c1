using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IntelMQ.State;

namespace IntelMQ.Mail.Collectors;

/// <summary>
/// Which reports of which mails are safe already, though the mail is not yet marked as read: stored together with each report, and
/// forgotten when the mail is marked.
/// </summary>
internal sealed class MailMemory(StateValues values, TimeProvider time)
{
    // For mails that somebody else marks or deletes.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    /// <summary>Names a mail: its folder, the folder's UIDVALIDITY, its number.</summary>
    public static string NameOf(string folder, uint validity, uint uid)
    {
        string shown = folder.Length <= 200 ? folder : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)));
        return string.Create(CultureInfo.InvariantCulture, $"{shown}\0{validity}\0{uid}");
    }

    /// <summary>Whether a report is safe.</summary>
    public bool Has(string mail, int number) => values.TryGet(KeyOf(mail, number), out _);

    /// <summary>Whether all reports of a mail are safe.</summary>
    public bool HasAll(string mail)
    {
        for (int number = 0; values.TryGet(KeyOf(mail, number), out ReadOnlyMemory<byte> value); number++)
        {
            if (value.Span is [1])
                return true;
        }

        return false;
    }

    /// <summary>The change that is to be stored with a report.</summary>
    /// <param name="mail">The mail's name.</param>
    /// <param name="number">The report's number within the mail.</param>
    /// <param name="isLast">Whether the mail gives no more.</param>
    public StateChange ChangeOf(string mail, int number, bool isLast)
        => values.ChangeOf(KeyOf(mail, number), isLast ? [1] : [0]) with { Expires = time.GetUtcNow() + Kept };

    /// <summary>Forgets a mail that is marked.</summary>
    public ValueTask ForgetAsync(string mail, int count, CancellationToken cancellationToken)
        => values.RemoveStoredAsync([.. Enumerable.Range(0, count).Select(number => (ReadOnlyMemory<byte>)KeyOf(mail, number))], cancellationToken);

    /// <summary>How many reports of a mail are known.</summary>
    public int CountOf(string mail)
    {
        int number = 0;
        while (Has(mail, number))
            number++;
        return number;
    }

    private static byte[] KeyOf(string mail, int number)
    {
        byte[] name = Encoding.UTF8.GetBytes(mail);
        byte[] key = [.. name, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(key.AsSpan(name.Length + 1), number);
        return key;
    }
}
