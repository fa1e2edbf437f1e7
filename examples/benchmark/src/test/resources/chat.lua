wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"messages":[{"role":"user","content":"Write a short poem about the sea, and do not use the word blue."}],'
    .. '"max_tokens":100,"stream":true,"stream_options":{"include_usage":true}}'
