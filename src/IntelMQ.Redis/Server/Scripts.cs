namespace IntelMQ.Redis.Server;

/// <summary>
/// What runs in the server. A script reads all it needs before it writes anything, and what it writes first takes no memory where input is
/// settled: a server whose memory is used up refuses only the first write of a script, so it drains.
/// </summary>
internal static class Scripts
{
    // The end of a list that is worked on has to be what the reader saw: where a bot of somebody else has popped messages, others stand there.
    private const string Fence = ScriptParts.Arguments + """
        local function fence(queue)
          local needed, probes, holds = tonumber(arg()), tonumber(arg()), true
          if needed > 0 and redis.call('LLEN', queue) < needed then holds = false end
          for p = 1, probes do
            local place, digest = -tonumber(arg()), arg()
            if holds then
              local payload = redis.call('LINDEX', queue, place)
              holds = payload and redis.sha1hex(payload) == digest
            end
          end
          return holds
        end

        """;

    /// <summary>queue, fence: whether what the reader has seen is still there.</summary>
    public static RedisScript Holds { get; } = new(Fence + "return fence(arg()) and 1 or 0");

    /// <summary>state database, key, queue, queue database, internal queue: moves what a bot has left in its internal queue back, and reads the notes.</summary>
    public static RedisScript Open { get; } = new("""
        redis.call('SELECT', ARGV[4])
        while redis.call('LLEN', ARGV[5]) > 0 do redis.call('LMOVE', ARGV[5], ARGV[3], 'LEFT', 'RIGHT') end
        redis.call('SELECT', ARGV[1])
        return {redis.call('HGET', ARGV[2], 'marks'), redis.call('HGET', ARGV[2], 'taken')}
        """);

    /// <summary>state database, key, field, value (empty to remove): one note beside a queue.</summary>
    public static RedisScript Note { get; } = new("""
        redis.call('SELECT', ARGV[1])
        if ARGV[4] == '' then redis.call('HDEL', ARGV[2], ARGV[3]) else redis.call('HSET', ARGV[2], ARGV[3], ARGV[4]) end
        """);

    /// <summary>queue, fence, held, state database, key, marks: removes what nobody holds.</summary>
    public static RedisScript Clear { get; } = new(Fence + """
        local queue = arg()
        if not fence(queue) then return -1 end
        local held, database, notes, marks = tonumber(arg()), arg(), arg(), arg()
        local before = redis.call('LLEN', queue)
        if held == 0 then redis.call('DEL', queue) else redis.call('LTRIM', queue, -held, -1) end
        redis.call('SELECT', database)
        if marks == '' then redis.call('HDEL', notes, 'marks') elseif marks ~= '-' then redis.call('HSET', notes, 'marks', marks) end
        return before - held
        """);

    /// <summary>state database, key: forgets it.</summary>
    public static RedisScript Forget { get; } = new("""
        redis.call('SELECT', ARGV[1])
        redis.call('DEL', ARGV[2])
        """);

    /// <summary>state database, space: its entries, so many from a cursor on.</summary>
    public static RedisScript Load { get; } = new("""
        redis.call('SELECT', ARGV[1])
        return redis.call('HSCAN', ARGV[2], ARGV[3], 'COUNT', 2000)
        """);

    /// <summary>database, space: how often it was changed.</summary>
    public static RedisScript Version { get; } = new("""
        redis.call('SELECT', ARGV[1])
        return redis.call('GET', ARGV[2] .. ':version') or '0'
        """);

    /// <summary>database, cursor, 1 for values: the keys of a cache that is shared with bots in Python, with what remains of their time.</summary>
    public static RedisScript LoadShared { get; } = new("""
        redis.call('SELECT', ARGV[1])
        local found = redis.call('SCAN', ARGV[2], 'COUNT', 2000)
        local list = {found[1]}
        for _, key in ipairs(found[2]) do
          if redis.call('TYPE', key).ok == 'string' then
            list[#list + 1] = key
            list[#list + 1] = redis.call('PTTL', key)
            list[#list + 1] = ARGV[3] == '1' and redis.call('GET', key) or ''
          end
        end
        return list
        """);

    /// <summary>A commit; see <see cref="Lists.CommitArguments"/> for the order of its arguments.</summary>
    public static RedisScript Commit { get; } = new(Fence + ScriptParts.Begin + """
        use(queues)
        local input = arg()
        if not fence(input) then return {'lost'} end
        local trimmed, notes, marks = tonumber(arg()), arg(), arg()

        local outputs = {}
        for o = 1, tonumber(arg()) do
          local queue, capacity, count = arg(), arg(), tonumber(arg())
          local length = redis.call('LLEN', queue)
          if capacity ~= '' and length >= tonumber(capacity) then return {'full', queue} end
          outputs[o] = {queue, at + 1, at + count}
          at = at + count
        end

        """ + ScriptParts.CheckChanges + """
        if trimmed > 0 then
          use(queues)
          redis.call('LTRIM', input, 0, -trimmed - 1)
        end

        """ + ScriptParts.StoreNumber + """
        if marks ~= '-' then
          use(state)
          if marks == '' then redis.call('HDEL', notes, 'marks') else redis.call('HSET', notes, 'marks', marks) end
        end
        use(queues)
        for _, output in ipairs(outputs) do
          for first = output[2], output[3], 7000 do
            redis.call('LPUSH', output[1], unpack(ARGV, first, math.min(first + 6999, output[3])))
          end
        end

        """ + ScriptParts.StoreChanges);
}
