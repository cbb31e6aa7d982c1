namespace IntelMQ.Notifications.Mails;

/// <summary>That somebody has looked at a run, and wants it.</summary>
/// <param name="Recipients">How many recipients it is to have, as the plan showed: another number is another plan, and stops.</param>
/// <param name="Rows">How many events it is to tell, as the plan showed.</param>
/// <param name="By">Who.</param>
public sealed record MailApproval(int Recipients, long Rows, string By);
