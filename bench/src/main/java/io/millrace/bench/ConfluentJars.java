package io.millrace.bench;

import io.millrace.schemas.error.Expected;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Confluent's serializer and deserializer 7.9.2, the official classes, in a class loader of their own over this one. They
 * are on disk where the build was run with -Pinterop. Thread-safe.
 */
public final class ConfluentJars {
    /** What to do where they are not. */
    public static final String HOW_TO_GET = "./mvnw -q -Pinterop,fast -DskipTests package";

    private static final String SERDES = "io.confluent.kafka.serializers.KafkaAvro";

    /** SHA-256 of every jar, by name: Confluent's are those of its release, Guava's those of Central. */
    private static final Map<String, String> SHA_256 = new TreeMap<>(Map.of(
            "kafka-avro-serializer-7.9.2.jar", "38fd91e0d8dc99b7b8c47632d5804979d691e2d213a0c6513ffbaede9360db1f",
            "kafka-schema-registry-client-7.9.2.jar",
                    "3f412f6439f491e8fad64351988beee3ab2c8980d53cb453f7ae18a2a9cce47b",
            "kafka-schema-serializer-7.9.2.jar", "5b9b00c1e451b1afc701942769e81597b0de1a83bca43d50469034bc6e739725",
            "common-utils-7.9.2.jar", "4887b2589c9127d67ad6e9f8608faf242e7edab28f2b6c392bdee094c03cfe58",
            "logredactor-1.0.12.jar", "891dc9f52a2d92237101323ca6c01361e37730a68e290449acf8c1f7ec5ddb94",
            "logredactor-metrics-1.0.12.jar", "dc7ef029732392abe5310c4c170d223f298bd29000249eb7ad3a94568c2e289f",
            "guava-33.5.0-jre.jar", "1e301f0c52ac248b0b14fdc3d12283c77252d4d6f48521d572e7d8c4c2cc4ac7",
            "failureaccess-1.0.3.jar", "cbfc3906b19b8f55dd7cfd6dfe0aa4532e834250d7f080bd8d211a3e246b59cb"));

    private final ClassLoader loader;

    private ConfluentJars(ClassLoader loader) {
        this.loader = loader;
    }

    /**
     * Empty where the build was never run with -Pinterop.
     *
     * @throws IllegalArgumentException when a jar is not the one that was released
     */
    public static Optional<ConfluentJars> find() {
        Path directory = besideThisModule();
        return Files.isDirectory(directory) ? Optional.of(in(directory)) : Optional.empty();
    }

    static ConfluentJars in(Path directory) {
        List<URL> urls = new ArrayList<>();
        SHA_256.forEach((name, expected) -> {
            Path jar = directory.resolve(name);
            String actual = sha256(jar);
            if (!actual.equals(expected)) {
                throw Expected.illegal(name, actual, "SHA-256 " + expected + "; remove " + directory);
            }
            try {
                urls.add(jar.toUri().toURL());
            } catch (MalformedURLException e) {
                throw new UncheckedIOException(e);
            }
        });
        // Closed with the JVM: its classes load further ones while they are used.
        return new ConfluentJars(
                new URLClassLoader("confluent", urls.toArray(URL[]::new), ConfluentJars.class.getClassLoader()));
    }

    /** A KafkaAvroSerializer for values. */
    public Serializer<Object> serializer(Map<String, ?> configs) {
        return inLoader(() -> {
            Serializer<Object> serializer = made(Serializer.class);
            serializer.configure(configs, false);
            return serializer;
        });
    }

    /** A KafkaAvroDeserializer for values. */
    public Deserializer<Object> deserializer(Map<String, ?> configs) {
        return inLoader(() -> {
            Deserializer<Object> deserializer = made(Deserializer.class);
            deserializer.configure(configs, false);
            return deserializer;
        });
    }

    /** Kafka finds the defaults of Confluent's settings by name, through the thread's class loader. */
    private <T> T inLoader(Supplier<T> work) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return work.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @SuppressWarnings("unchecked") // The class that the name tells implements the interface.
    private <T> T made(Class<? super T> kind) {
        String name = SERDES + kind.getSimpleName();
        try {
            return (T) kind.cast(
                    Class.forName(name, true, loader).getDeclaredConstructor().newInstance());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(name + ": not made (expected: a class of 7.9.2)", e);
        }
    }

    /** In target/, which holds the classes or the jar of this module. */
    private static Path besideThisModule() {
        try {
            Path own = Path.of(ConfluentJars.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return own.resolveSibling("confluent");
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sha256(Path file) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
