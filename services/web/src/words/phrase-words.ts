import { dictionary } from './dictionary.ts';

const wordsIn = (row: string) => row.split(', ');

/** For two people who want to be sure that nobody stands between them. `things` are in the order of SIGNS. */
export const phraseWords = dictionary({
  en: {
    title: 'Compare these words',
    lead: (name: string) =>
      `Read them to each other. Where ${name} has the same words in the same order, nobody stands between you: what you say goes from one to the other, encrypted.`,
    otherwise: 'Are they different? Then hang up, and talk another way.',
    none: 'There is no path to compare yet. Wait until you are connected.',
    things: [
      'dog, cat, lion, horse, pig, elephant, rabbit, panda',
      'rooster, penguin, turtle, fish, octopus, butterfly, bee, snake',
      'flower, tree, cactus, mushroom, globe, moon, cloud, fire',
      'banana, apple, strawberry, corn, pizza, cake, egg, cheese',
      'robot, hat, glasses, wrench, umbrella, clock, present, lamp',
      'book, pencil, paper clip, scissors, lock, key, hammer, telephone',
      'train, bicycle, plane, rocket, boat, anchor, ball, guitar',
      'trumpet, bell, balloon, crown, ladder, bed, candle, star',
    ].flatMap(wordsIn),
  },
  zh: {
    title: '核对这些词语',
    lead: (name) =>
      `互相念给对方听。如果${name}那边的词和顺序都一样，你们之间就没有别人：说的话加密后直接传给对方。`,
    otherwise: '不一样？请挂断，换一种方式联系。',
    none: '还没有可以核对的线路，等连上再看。',
    things: [
      '小狗, 猫, 狮子, 马, 猪, 大象, 兔子, 熊猫',
      '公鸡, 企鹅, 乌龟, 鱼, 章鱼, 蝴蝶, 蜜蜂, 蛇',
      '花, 树, 仙人掌, 蘑菇, 地球, 月亮, 云, 火',
      '香蕉, 苹果, 草莓, 玉米, 披萨, 蛋糕, 鸡蛋, 奶酪',
      '机器人, 帽子, 眼镜, 扳手, 雨伞, 闹钟, 礼物, 灯泡',
      '书, 铅笔, 回形针, 剪刀, 锁, 钥匙, 锤子, 电话',
      '火车, 自行车, 飞机, 火箭, 帆船, 船锚, 足球, 吉他',
      '小号, 铃铛, 气球, 皇冠, 梯子, 床, 蜡烛, 星星',
    ].flatMap(wordsIn),
  },
});
