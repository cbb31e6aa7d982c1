namespace IntelMQ.Notifications.Directives;

/// <summary>A directive as the store has it.</summary>
/// <param name="Id">Its number; later ones are higher.</param>
/// <param name="Directive">The directive.</param>
/// <param name="State">What became of it.</param>
/// <param name="Reason">Why it is held or dropped; <see langword="null"/> otherwise.</param>
/// <param name="Mail">The <see cref="Outbox.OutgoingMail.Id"/> of the mail that holds it; <see langword="null"/> for none.</param>
/// <param name="Added">When it was added.</param>
public sealed record StoredDirective(long Id, Directive Directive, DirectiveState State, string? Reason, string? Mail, DateTimeOffset Added);
