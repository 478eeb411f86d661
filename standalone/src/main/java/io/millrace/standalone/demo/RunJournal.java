package io.millrace.standalone.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The file that remembers where a run stands; replaced as a whole, so that it is never half written. */
final class RunJournal {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    RunJournal(Path file) {
        this.file = file;
    }

    /** The last state written; null when there is none. */
    @Nullable
    RunState read() {
        if (!Files.exists(file)) {
            return null;
        }
        try {
            return JSON.readValue(Files.readString(file), RunState.class);
        } catch (JsonProcessingException e) {
            throw MillraceException.user("RUN_JOURNAL", "run journal", file, "a state written by this version");
        } catch (IOException e) {
            throw failed(e);
        }
    }

    void write(RunState state) {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.write(ByteBuffer.wrap(JSON.writeValueAsBytes(state)));
            channel.force(true);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private MillraceException failed(IOException e) {
        return new MillraceException(ErrorKind.RESOURCE, "RUN_JOURNAL", "run journal " + file + ": " + e, e);
    }
}
