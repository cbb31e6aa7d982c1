using IntelMQ.Dashboard.Access;
using IntelMQ.Dashboard.Http;
using IntelMQ.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace IntelMQ.Dashboard.Pages;

/// <summary>The page of users, for admins.</summary>
internal sealed class UserHandlers(Workings workings, PageWriter writer)
{
    private const int LongestForm = 16 * 1024;
    private const int LongestName = 200;

    public async Task ShowAsync(HttpContext context, PageContext shown)
    {
        if (!workings.Gate.HasUsers(context))
        {
            await PageHandlers.RefuseAsync(context, shown, StatusCodes.Status404NotFound, shown.Words["NoSuchPage"]).ConfigureAwait(false);
            return;
        }

        IReadOnlyList<User> users = await workings.Records.Users.ListAsync(context.RequestAborted).ConfigureAwait(false);
        await PageWriter.WriteAsync<UsersPage>(context, StatusCodes.Status200OK, (nameof(UsersPage.Context), shown), (nameof(UsersPage.Users), users), (nameof(UsersPage.Now), workings.Host.Time.GetUtcNow())).ConfigureAwait(false);
    }

    public async Task ChangeAsync(HttpContext context, PageContext shown)
    {
        IReadOnlyDictionary<string, StringValues> form = await FormText.ReadAsync(context.Request, LongestForm, context.RequestAborted).ConfigureAwait(false);
        string? complaint;
        if (!workings.Gate.HasUsers(context) || !FormToken.IsOurs(context, shown.Caller!.Session, form.GetValueOrDefault(FormToken.Field).ToString()))
            complaint = shown.Words["FormStale"];
        else
            complaint = await ChangeAsync(shown, form, context.RequestAborted).ConfigureAwait(false);
        if (complaint is not null)
            await PageHandlers.RefuseAsync(context, shown, StatusCodes.Status403Forbidden, complaint).ConfigureAwait(false);
        else
            PageHandlers.SeeOther(context, writer.RootOf(context) + "users");
    }

    private async Task<string?> ChangeAsync(PageContext shown, IReadOnlyDictionary<string, StringValues> form, CancellationToken cancellationToken)
    {
        Words words = shown.Words;
        string action = form.GetValueOrDefault("action").ToString();
        string name = form.GetValueOrDefault("user").ToString();
        string password = form.GetValueOrDefault("password").ToString();
        if (action == "add")
            return await AddAsync(shown, name, password, form.GetValueOrDefault("role").ToString(), cancellationToken).ConfigureAwait(false);
        if (await workings.Records.Users.FindAsync(name, cancellationToken).ConfigureAwait(false) is not { } user)
            return words["UserGone"];
        bool isSelf = user.Name == shown.Caller!.Name;
        switch (action)
        {
            case "role":
                if (Roles.Of(form.GetValueOrDefault("role").ToString()) is not { } role)
                    return words["RoleUnknown"];
                return isSelf ? words["UserSelf"] : await SaveAsync(shown, user with { Role = Roles.NameOf(role) }, "user.role", user.Role, Roles.NameOf(role), cancellationToken).ConfigureAwait(false);
            case "password":
                if (!IsPassword(password))
                    return words.Format("PasswordWrong", Passwords.ShortestLength, Passwords.LongestLength);
                string? complaint = await SaveAsync(shown, user with { PasswordHash = Passwords.Hash(password), FailedAttempts = 0, LockedUntil = null }, "user.password", null, null, cancellationToken).ConfigureAwait(false);
                // Whoever knew the old one is out.
                if (complaint is null)
                    await workings.Sessions.EndAllAsync(user.Name, cancellationToken).ConfigureAwait(false);
                return complaint;
            case "disable" or "enable":
                return isSelf ? words["UserSelf"] : await SaveAsync(shown, user with { IsDisabled = action == "disable", FailedAttempts = 0, LockedUntil = null }, $"user.{action}", null, null, cancellationToken).ConfigureAwait(false);
            case "remove" when user.IsDisabled && !isSelf:
                await workings.Trail.AddAsync(shown.Caller, "user.remove", user.Name, cancellationToken: cancellationToken).ConfigureAwait(false);
                await workings.Records.Users.RemoveAsync(user.Name, cancellationToken).ConfigureAwait(false);
                return null;
            default:
                return words["ActionUnknown"];
        }
    }

    private async Task<string?> AddAsync(PageContext shown, string name, string password, string roleName, CancellationToken cancellationToken)
    {
        if (name.Length is 0 or > LongestName || name.Any(char.IsControl))
            return shown.Words["UserNameWrong"];
        if (!IsPassword(password))
            return shown.Words.Format("PasswordWrong", Passwords.ShortestLength, Passwords.LongestLength);
        if (Roles.Of(roleName) is not { } role)
            return shown.Words["RoleUnknown"];
        return await SaveAsync(shown, new User(name, Roles.NameOf(role)) { PasswordHash = Passwords.Hash(password) }, "user.add", null, Roles.NameOf(role), cancellationToken).ConfigureAwait(false);
    }

    private async Task<string?> SaveAsync(PageContext shown, User user, string action, string? before, string? after, CancellationToken cancellationToken)
    {
        await workings.Trail.AddAsync(shown.Caller!, action, user.Name, before, after, cancellationToken: cancellationToken).ConfigureAwait(false);
        return await workings.Records.Users.SaveAsync(user, cancellationToken).ConfigureAwait(false) is null ? shown.Words["UserThere"] : null;
    }

    private static bool IsPassword(string password) => password.Length is >= Passwords.ShortestLength and <= Passwords.LongestLength;
}
