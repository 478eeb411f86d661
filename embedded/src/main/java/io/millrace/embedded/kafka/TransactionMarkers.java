package io.millrace.embedded.kafka;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import javax.net.SocketFactory;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarker;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarkerTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest;
import org.apache.kafka.common.requests.WriteTxnMarkersResponse;

/** Writes markers into partitions, by the request a coordinator sends; the admin client can only abort. */
final class TransactionMarkers {
    private static final String CLIENT_ID = "open-transactions";

    private TransactionMarkers() {}

    /** The commit, or else abort, of one producer's transaction in one partition. */
    record Marker(TopicPartition partition, long producerId, short producerEpoch, boolean commit) {}

    /** @param address {@code host:port} of the one broker */
    static void write(SocketFactory sockets, String address, List<Marker> markers) throws IOException {
        short version = ApiKeys.WRITE_TXN_MARKERS.latestVersion();
        RequestHeader header = new RequestHeader(ApiKeys.WRITE_TXN_MARKERS, version, CLIENT_ID, 1);
        ByteBuffer request =
                new WriteTxnMarkersRequest.Builder(data(markers)).build(version).serializeWithHeader(header);
        int colon = address.lastIndexOf(':');
        try (Socket socket =
                sockets.createSocket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)))) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(request.remaining());
            out.write(request.array(), request.arrayOffset() + request.position(), request.remaining());
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            ByteBuffer answer = ByteBuffer.wrap(in.readNBytes(in.readInt()));
            requireNoErrors((WriteTxnMarkersResponse) AbstractResponse.parseResponse(answer, header));
        }
    }

    private static WriteTxnMarkersRequestData data(List<Marker> markers) {
        return new WriteTxnMarkersRequestData()
                .setMarkers(markers.stream()
                        .map(marker -> new WritableTxnMarker()
                                .setProducerId(marker.producerId())
                                .setProducerEpoch(marker.producerEpoch())
                                .setTransactionResult(marker.commit())
                                .setTopics(List.of(new WritableTxnMarkerTopic()
                                        .setName(marker.partition().topic())
                                        .setPartitionIndexes(
                                                List.of(marker.partition().partition())))))
                        .toList());
    }

    private static void requireNoErrors(WriteTxnMarkersResponse response) throws IOException {
        for (Errors error : response.errorCounts().keySet()) {
            if (error != Errors.NONE) {
                throw new IOException("transaction markers: " + error + " (expected: NONE)");
            }
        }
    }
}
