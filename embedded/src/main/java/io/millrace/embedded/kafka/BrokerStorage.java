package io.millrace.embedded.kafka;

import io.millrace.embedded.DirectoryException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.apache.kafka.server.common.TransactionVersion;
import org.jspecify.annotations.Nullable;

/** The broker's directory, formatted once with a cluster id of its own. */
final class BrokerStorage {
    /** The protocol in which a producer names its partitions to the coordinator before it writes to them. */
    private static final short TRANSACTION_VERSION = 1;

    private BrokerStorage() {}

    /** Formats the directory at the newest released metadata version; true when it was formatted already, and is left. */
    static boolean formatIfNew(Path directory, @Nullable BrokerSecurity security) {
        if (Files.exists(directory.resolve("meta.properties"))) {
            return true;
        }
        try (var silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            Formatter formatter = formatter(directory, silent);
            if (security != null) {
                formatter.setScramArguments(security.scramArguments());
            }
            formatter.run();
            return false;
        } catch (Exception failed) { // the formatter declares no narrower type
            throw new DirectoryException("kafka", directory, "an empty directory or one of an earlier broker", failed);
        }
    }

    private static Formatter formatter(Path directory, PrintStream output) {
        return new Formatter()
                .setPrintStream(output)
                .setNodeId(BrokerSettings.NODE_ID)
                .setClusterId(Uuid.randomUuid().toString())
                .addDirectory(directory.toString())
                .setMetadataLogDirectory(directory.toString())
                .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setFeatureLevel(TransactionVersion.FEATURE_NAME, TRANSACTION_VERSION)
                .setIgnoreFormatted(true);
    }
}
