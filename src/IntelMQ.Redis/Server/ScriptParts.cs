namespace IntelMQ.Redis.Server;

/// <summary>What the scripts of commits have in common: their arguments, the number of the commit, and the changes of state.</summary>
internal static class ScriptParts
{
    public const string Arguments = """
        local at = 0
        local function arg() at = at + 1 return ARGV[at] end

        """;

    /// <summary>mode, database of the queues, database of the state, key of the number, number, now in milliseconds.</summary>
    public const string Begin = """
        local mode, queues, state, numbers, number, now = arg(), arg(), arg(), arg(), arg(), tonumber(arg())
        local current = ''
        local function use(database)
          if database ~= current then redis.call('SELECT', database) current = database end
        end
        if number ~= '0' then
          use(state)
          local last = redis.call('GET', numbers)
          if last and tonumber(last) >= tonumber(number) then return {'again'} end
        end
        if mode == 'ask' then return {'no'} end

        """;

    /// <summary>Reads the changes and ends with <c>stale</c> where a space was changed by somebody else, with the conflicts, where there are any, and with <c>may</c> where only that was asked.</summary>
    public const string CheckChanges = """
        local changes, conflicts = {}, {'conflict'}
        for c = 1, tonumber(arg()) do
          local change = {database = arg(), space = arg(), key = arg(), remove = arg() == '1', absent = arg() == '1', expires = tonumber(arg()), value = arg(), most = tonumber(arg()), known = arg()}
          changes[c] = change
          if change.database ~= '' then use(change.database) else use(state) end
          -- What was read before somebody else changed it decides nothing.
          if change.known ~= '' and (redis.call('GET', change.space .. ':version') or '0') ~= change.known then return {'stale'} end
          if change.absent then
            local there
            if change.database ~= '' then
              there = redis.call('EXISTS', change.key) == 1
            else
              local stored = redis.call('HGET', change.space, change.key)
              local expires = stored and tonumber(string.sub(stored, 1, 15))
              there = stored and (expires == 0 or expires > now)
            end
            if there then conflicts[#conflicts + 1] = tostring(c - 1) end
          end
        end
        if #conflicts > 1 then return conflicts end
        if mode == 'check' then return {'may'} end

        """;

    public const string StoreNumber = """
        if number ~= '0' then
          use(state)
          redis.call('SET', numbers, number, 'EX', 604800)
        end

        """;

    /// <summary>Stores the changes; the last part of a script.</summary>
    public const string StoreChanges = """
        local counts = {}
        for _, change in ipairs(changes) do
          if change.database ~= '' then
            use(change.database)
            if change.remove or (change.expires > 0 and change.expires <= now) then
              redis.call('DEL', change.key)
            elseif change.expires > 0 then
              redis.call('SET', change.key, change.value, 'EX', math.ceil((change.expires - now) / 1000))
            else
              redis.call('SET', change.key, change.value)
            end
          else
            use(state)
            local order = change.space .. ':order'
            if change.remove then
              redis.call('HDEL', change.space, change.key)
              redis.call('ZREM', order, change.key)
              if change.known ~= '' then redis.call('INCR', change.space .. ':version') end
            else
              local version = redis.call('INCR', change.space .. ':version')
              redis.call('HSET', change.space, change.key, string.format('%015d', change.expires) .. change.value)
              redis.call('ZADD', order, version, change.key)
              counts[change.space] = {(counts[change.space] or {0})[1] + 1, change.most}
            end
          end
        end
        -- Those that were set longest ago go: those whose time is over, and those that are too many.
        use(state)
        for space, count in pairs(counts) do
          local order = space .. ':order'
          for _ = 1, 2 * count[1] do
            local oldest = redis.call('ZRANGE', order, 0, 0)[1]
            if not oldest then break end
            local stored = redis.call('HGET', space, oldest)
            local expires = stored and tonumber(string.sub(stored, 1, 15))
            local over = not stored or (expires > 0 and expires <= now)
            if not over and (count[2] == 0 or redis.call('HLEN', space) <= count[2]) then break end
            redis.call('HDEL', space, oldest)
            redis.call('ZREM', order, oldest)
          end
        end
        return {'stored'}
        """;
}
