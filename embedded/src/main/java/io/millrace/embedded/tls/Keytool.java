package io.millrace.embedded.tls;

import io.millrace.embedded.EmbeddedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The JDK's keytool, run as a process of its own. The password goes by file, never by argument. Thread-safe. */
record Keytool(Path passwordFile) {

    /** Runs one command on one PKCS12 store. */
    void run(Path store, String command, String... arguments) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        line.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-Duser.language=en", command, "-noprompt"));
        line.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString()));
        line.addAll(List.of("-storepass:file", passwordFile.toString()));
        line.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new EmbeddedException("keytool " + command + ": " + said.strip() + " (expected: exit code 0)");
            }
        } catch (IOException e) {
            throw new EmbeddedException("keytool: not started (expected: the one of a JDK or JRE)", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedException("keytool: interrupted (expected: time to end)", e);
        }
    }
}
