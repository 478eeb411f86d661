package io.millrace.standalone.chaos.load;

import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;

/**
 * What a gateway told its callers, in a file that outlives kill -9: one byte for each thing that it was asked to publish, in
 * order. Up to 2 billion. Not thread-safe.
 */
public final class Acknowledged implements AutoCloseable {
    private static final byte TAKEN = '+';
    private static final byte REFUSED = '-';

    private final FileChannel file;

    private Acknowledged(FileChannel file) {
        this.file = file;
    }

    static Acknowledged open(Path path) {
        try {
            return new Acknowledged(FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    /** Number of answers in the file; 0 where there is none. */
    public static long answers(Path path) {
        try {
            return Files.exists(path) ? Files.size(path) : 0;
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    /** By index, what was taken. */
    public static BitSet taken(Path path) {
        try {
            byte[] answers = Files.exists(path) ? Files.readAllBytes(path) : new byte[0];
            BitSet taken = new BitSet(answers.length);
            for (int index = 0; index < answers.length; index++) {
                taken.set(index, answers[index] == TAKEN);
            }
            return taken;
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    /** Answers the next one. */
    void answer(boolean taken) {
        try {
            file.write(ByteBuffer.wrap(new byte[] {taken ? TAKEN : REFUSED}));
        } catch (IOException e) {
            throw new MillraceException(ErrorKind.RESOURCE, "ACKNOWLEDGED", "answer: not written: " + e, e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new MillraceException(ErrorKind.RESOURCE, "ACKNOWLEDGED", "answers: not closed: " + e, e);
        }
    }

    private static MillraceException failed(Path path, IOException e) {
        return new MillraceException(ErrorKind.RESOURCE, "ACKNOWLEDGED", path + ": " + e, e);
    }
}
