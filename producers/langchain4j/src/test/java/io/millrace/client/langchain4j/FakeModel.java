package io.millrace.client.langchain4j;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.millrace.schemas.testing.TestingClock;
import java.util.List;
import java.util.function.Supplier;

/**
 * A model of the library whose answer is given, and takes 1,500 microseconds.
 *
 * @param answer throws what the call is to fail with
 */
record FakeModel(
        ModelProvider of, String name, ChatModelListener listener, TestingClock clock, Supplier<ChatResponse> answer) {
    static final long LATENCY_MICROS = 1_500;

    ChatModel blocking() {
        return new Blocking(this);
    }

    StreamingChatModel streaming() {
        return new Streaming(this);
    }

    private ChatResponse slowAnswer() {
        clock.advanceMicros(LATENCY_MICROS);
        return answer.get();
    }

    private ChatRequestParameters parameters() {
        return ChatRequestParameters.builder().modelName(name).build();
    }

    private record Blocking(FakeModel model) implements ChatModel {
        @Override
        public ChatResponse doChat(ChatRequest request) {
            return model.slowAnswer();
        }

        @Override
        public ChatRequestParameters defaultRequestParameters() {
            return model.parameters();
        }

        @Override
        public List<ChatModelListener> listeners() {
            return List.of(model.listener);
        }

        @Override
        public ModelProvider provider() {
            return model.of;
        }
    }

    private record Streaming(FakeModel model) implements StreamingChatModel {
        @Override
        public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
            handler.onPartialResponse("a part");
            try {
                handler.onCompleteResponse(model.slowAnswer());
            } catch (RuntimeException e) {
                handler.onError(e);
            }
        }

        @Override
        public ChatRequestParameters defaultRequestParameters() {
            return model.parameters();
        }

        @Override
        public List<ChatModelListener> listeners() {
            return List.of(model.listener);
        }

        @Override
        public ModelProvider provider() {
            return model.of;
        }
    }
}
