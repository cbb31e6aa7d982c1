using System.Globalization;
using IntelMQ.Dashboard.Access;
using IntelMQ.Dashboard.Http;
using IntelMQ.Hosting.Control;
using IntelMQ.Hosting.Inspection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace IntelMQ.Dashboard.Pages;

/// <summary>The page of one bot.</summary>
internal sealed class BotHandlers(Workings workings, PageWriter writer)
{
    private const int LongestForm = 16 * 1024;
    private const int MostMessages = 20;
    private const int MostEntries = 100;
    private const string UsualLevel = "INFO";

    public async Task ShowAsync(HttpContext context, PageContext shown)
    {
        string id = context.Request.Query["id"].ToString();
        HostStatus status = await workings.Control.GetStatusAsync(context.RequestAborted).ConfigureAwait(false);
        if (status.Find(id) is not { Module.Length: > 0 } bot)
        {
            await PageHandlers.RefuseAsync(context, shown, StatusCodes.Status404NotFound, shown.Words["NoSuchBot"]).ConfigureAwait(false);
            return;
        }

        string level = context.Request.Query["level"].ToString() is var asked && LogFile.Levels.Contains(asked) ? asked : UsualLevel;
        IReadOnlyList<HostMessage> messages = status.IsRunning && bot.Queue is { Waiting: > 0 } queue ? await workings.Control.PeekAsync(queue.Name, MostMessages, context.RequestAborted).ConfigureAwait(false) : [];
        IReadOnlyList<LogEntry> log = await LogAsync(id, level, context.RequestAborted).ConfigureAwait(false);
        await PageWriter.WriteAsync<BotPage>(
            context,
            StatusCodes.Status200OK,
            (nameof(BotPage.Context), shown),
            (nameof(BotPage.Bot), bot),
            (nameof(BotPage.Messages), messages),
            (nameof(BotPage.Log), log),
            (nameof(BotPage.Level), level)).ConfigureAwait(false);
    }

    /// <summary>Clears a bot's queue, where who asks has typed how many messages wait in it.</summary>
    public async Task ClearAsync(HttpContext context, PageContext shown)
    {
        IReadOnlyDictionary<string, StringValues> form = await FormText.ReadAsync(context.Request, LongestForm, context.RequestAborted).ConfigureAwait(false);
        string id = form.GetValueOrDefault("bot").ToString();
        if (!FormToken.IsOurs(context, shown.Caller!.Session, form.GetValueOrDefault(FormToken.Field).ToString()))
        {
            await PageHandlers.RefuseAsync(context, shown, StatusCodes.Status403Forbidden, shown.Words["FormStale"]).ConfigureAwait(false);
            return;
        }

        HostStatus status = await workings.Control.GetStatusAsync(context.RequestAborted).ConfigureAwait(false);
        if (status.Find(id)?.Queue is not { } queue)
        {
            await PageHandlers.RefuseAsync(context, shown, StatusCodes.Status404NotFound, shown.Words["NoSuchBot"]).ConfigureAwait(false);
            return;
        }

        if (!long.TryParse(form.GetValueOrDefault("count").ToString().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long count) || count != queue.Waiting)
        {
            await PageHandlers.RefuseAsync(context, shown, StatusCodes.Status409Conflict, shown.Words.Format("ClearOther", queue.Waiting)).ConfigureAwait(false);
            return;
        }

        await workings.Trail.AddAsync(shown.Caller, "queue.clear", queue.Name, before: count.ToString(CultureInfo.InvariantCulture), cancellationToken: context.RequestAborted).ConfigureAwait(false);
        await workings.Control.ClearAsync(queue.Name, context.RequestAborted).ConfigureAwait(false);
        PageHandlers.SeeOther(context, $"{writer.RootOf(context)}bot?id={Uri.EscapeDataString(id)}");
    }

    private async Task<IReadOnlyList<LogEntry>> LogAsync(string id, string level, CancellationToken cancellationToken)
    {
        try
        {
            return [.. (await BotLog.ReadAsync(workings.Host.Configuration, id, MostEntries, level, cancellationToken).ConfigureAwait(false)).Reverse()];
        }
        // A host that writes no log files has none to show.
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return [];
        }
    }
}
