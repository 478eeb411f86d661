/** What privacy does in topics. */
@NullMarked
package io.millrace.privacy.kafka;

import org.jspecify.annotations.NullMarked;
