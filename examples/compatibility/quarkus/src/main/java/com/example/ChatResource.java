package com.example;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

@Path("/v1/chat/completions")
public class ChatResource {

    /** Three tokens at once: what is shown is that the test runs. */
    @POST
    @Produces("text/event-stream")
    public String chat(String request) {
        String token = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a \"},\"finish_reason\":null}]}\n\n";
        return token + token + token
                + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
                + "data: [DONE]\n\n";
    }
}
