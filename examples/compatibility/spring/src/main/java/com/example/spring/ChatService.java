package com.example.spring;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** Streams three words in the shape of OpenAI's chat. */
@SpringBootApplication
@RestController
public class ChatService {
    public static void main(String[] args) {
        SpringApplication.run(ChatService.class, args);
    }

    @PostMapping(path = "/v1/chat/completions", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    StreamingResponseBody chat() {
        return out -> {
            for (String word : new String[] {"so", " it", " is"}) {
                event(out, "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + word + "\"}}]}");
            }
            event(out, "{\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3}}");
            event(out, "[DONE]");
        };
    }

    private static void event(OutputStream out, String data) throws IOException {
        out.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
