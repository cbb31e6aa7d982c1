namespace IntelMQ.Templates;

/// <summary>What is wrong, where the place is known only further out; becomes a <see cref="TemplateException"/>.</summary>
internal sealed class TemplateError(string reason) : Exception(reason);
