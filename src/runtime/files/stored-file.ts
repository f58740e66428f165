import { defineEntity, p } from '@mikro-orm/core'

const StoredFileSchema = defineEntity({
  name: 'StoredFile',
  tableName: 'stored_files',
  properties: {
    id: p.uuid().primary(),
    /** As the client called it, without folders. */
    name: p.text(),
    /** Its media type. */
    type: p.text(),
    size: p.bigint('number'), // bytes
    /** SHA-256 of its content, in hexadecimal. */
    digest: p.text(),
    at: p.datetime(3).index(),
  },
})

/** A file that a client has uploaded; its content stands in chunks beside it. To be listed with the entities of a service that takes files. */
export class StoredFile extends StoredFileSchema.class {}
StoredFileSchema.setClass(StoredFile)

const FileChunkSchema = defineEntity({
  name: 'FileChunk',
  tableName: 'file_chunks',
  properties: {
    file: () => p.manyToOne(StoredFile).mapToPk().primary().deleteRule('cascade'),
    n: p.integer().primary(),
    bytes: p.blob(),
  },
})

/** A part of a file's content: a file is read and written one at a time, however large it is. */
export class FileChunk extends FileChunkSchema.class {}
FileChunkSchema.setClass(FileChunk)

/** A column of a model for a file: rows show its name, type and size. @example cover: storedFile().nullable() */
export const storedFile = () => p.manyToOne(StoredFile).mapToPk().unique()

/** What rows and answers show of a file. */
export interface FileDescription {
  readonly name: string
  readonly type: string
  /** Bytes. */
  readonly size: number
}
