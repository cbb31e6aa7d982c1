using MimeKit;

namespace IntelMQ.Mail.Connections;

/// <summary>What is known of a mail before it is fetched.</summary>
/// <param name="Uid">Its number in the folder.</param>
/// <param name="Size">How many bytes it has.</param>
/// <param name="Headers">Its headers.</param>
internal sealed record MailSummary(uint Uid, long Size, HeaderList Headers);

/// <summary>The mails of a folder that are asked for, in the order in which they came.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Validity">The folder's UIDVALIDITY: with another one all numbers mean other mails.</param>
/// <param name="Mails">The mails.</param>
internal sealed record MailList(string Folder, uint Validity, IReadOnlyList<MailSummary> Mails);
